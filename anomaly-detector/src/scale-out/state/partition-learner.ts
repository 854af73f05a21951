import type { Acceptance } from '../../contract/index.ts';
import { AlertPolicy } from '../../services/alert-policy.ts';
import { type AlertChange, Learner, type LearnerSnapshot, type Learnt } from '../../services/learner.ts';
import type { Track } from '../../store/track.ts';
import type { Feedback } from '../samples/feedback.ts';
import { type Declaration, mark, type SamplesMessage } from '../samples/samples-message.ts';
import { placeOf } from '../samples/series-id.ts';

/** All that follows from the messages of a partition up to one of them. */
export type PartitionSnapshot = {
  learner: LearnerSnapshot;
  /** Keys of the series whose deviations are not alerted. */
  unjudged: string[];
  /** Each front that was heard and the last sequence of it, the one heard last at the end. */
  senders: [number, number][];
  /** Epoch ms that the clock of the log has reached. */
  clock: number;
  /** What people have called no anomaly; earlier snapshots have none. */
  accepted?: Acceptance[];
};

/** What has been passed over since the start of this process. */
export type PartitionCounts = {
  readings: number;
  undeclared: number;
  clashes: number;
  repeated: number;
  late: number;
};

type Known = { learnt: Learnt; isJudged: boolean; track: Track | null };

/** Where rows are kept for charts. */
export type RowKeeper = {
  track(key: string): Track;
  add(track: Track, learnt: Learnt): void;
  forget(keys: ReadonlySet<string>): void;
};

/** Fronts that are remembered, so that a message that one sends again is learnt once. */
const sendersKept = 32;

/** Learns the series of one partition. The same messages give the same state and the same changes, wherever and whenever. */
export class PartitionLearner {
  readonly learner: Learner;
  readonly counts: PartitionCounts = { readings: 0, undeclared: 0, clashes: 0, repeated: 0, late: 0 };
  #policy: AlertPolicy;
  #known = new Map<number, Known>();
  #senders = new Map<number, number>();
  #rows: RowKeeper | null = null;
  clock = 0;

  /** `policy` is what people have laid down about alerts; its rules are the same for all who learn a partition after each other. */
  constructor(policy = new AlertPolicy(), accepted: readonly Acceptance[] = []) {
    this.#policy = policy.withoutFeedback();
    this.#policy.restore(accepted);
    this.learner = new Learner('medium', { policy: this.#policy });
  }

  static resume(snapshot: PartitionSnapshot, policy?: AlertPolicy): PartitionLearner {
    const resumed = new PartitionLearner(policy, snapshot.accepted);
    resumed.learner.resume(snapshot.learner);
    const unjudged = new Set(snapshot.unjudged);
    for (const learnt of resumed.learner.each()) {
      const { key } = learnt.series;
      resumed.#known.set(placeOf(key, 1).id, { learnt, isJudged: !unjudged.has(key), track: null });
    }
    resumed.#senders = new Map(snapshot.senders);
    resumed.clock = snapshot.clock;
    return resumed;
  }

  /** Keeps the rows that are learnt from now on: they are no part of the state. */
  keepRows(rows: RowKeeper): void {
    this.#rows = rows;
  }

  /** Gives up the rows that were kept. */
  dropRows(): void {
    this.#rows?.forget(new Set(this.learner.list().map(({ series }) => series.key)));
  }

  /** What people have called no anomaly of the series of this partition. */
  accepted(): Acceptance[] {
    return this.#policy.list();
  }

  /** Learns a message; returns what became of alerts, in order. */
  take(message: SamplesMessage): AlertChange[] {
    if (!this.#isNew(message)) return [];
    for (const declaration of message.declarations) this.#declare(declaration);
    for (const feedback of message.feedback) this.#heed(feedback);
    const changes = this.#read(message);
    if (message.clock > this.clock) {
      this.clock = message.clock;
      // By their keys: the places that the learner gives to series may differ after a take-over.
      const ended = this.learner.sweep(this.clock).sort((a, b) => (a.seriesKey < b.seriesKey ? -1 : 1));
      for (const alert of ended) changes.push({ type: 'ended', alert });
    }
    return changes;
  }

  snapshot(): PartitionSnapshot {
    const unjudged = [...this.#known.values()].filter(({ isJudged }) => !isJudged);
    return {
      learner: this.learner.snapshot(),
      unjudged: unjudged.map(({ learnt }) => learnt.series.key),
      senders: [...this.#senders],
      clock: this.clock,
      accepted: this.accepted(),
    };
  }

  #isNew({ sender, sequence }: SamplesMessage): boolean {
    const last = this.#senders.get(sender);
    if (last !== undefined && sequence <= last) {
      this.counts.repeated += 1;
      return false;
    }
    this.#senders.delete(sender);
    this.#senders.set(sender, sequence);
    if (this.#senders.size > sendersKept) this.#senders.delete(this.#senders.keys().next().value!);
    return true;
  }

  #heed(feedback: Feedback): void {
    if (feedback.type === 'accepted') this.#policy.hold(feedback.acceptance);
    else this.#policy.revoke(feedback.id);
  }

  #declare({ series, isJudged }: Declaration): void {
    const { id } = placeOf(series.key, 1);
    const known = this.#known.get(id);
    if (known === undefined)
      this.#known.set(id, { learnt: this.learner.admit(series), isJudged, track: null });
    else if (known.learnt.series.key === series.key) known.isJudged = isJudged;
    else this.counts.clashes += 1;
  }

  #read({ ids, times, values, counts }: SamplesMessage): AlertChange[] {
    const changes: AlertChange[] = [];
    for (let index = 0; index < ids.length; index += 1) {
      const known = this.#known.get(ids[index]!);
      const count = counts[index]!;
      if (known === undefined) this.counts.undeclared += 1;
      else if (count === mark.pause) this.learner.pause(known.learnt);
      else if (count === mark.forget) {
        this.#rows?.forget(new Set([known.learnt.series.key]));
        const ended = this.learner.forget(known.learnt);
        if (ended !== null) changes.push({ type: 'ended', alert: ended });
        this.#known.delete(ids[index]!);
      } else if (times[index]! <= known.learnt.at) this.counts.late += 1;
      else {
        const change = this.learner.observe(
          known.learnt,
          times[index]!,
          values[index]!,
          count,
          known.isJudged,
        );
        if (change !== null) changes.push(change);
        if (this.#rows !== null) {
          known.track ??= this.#rows.track(known.learnt.series.key);
          this.#rows.add(known.track, known.learnt);
        }
      }
    }
    this.counts.readings += ids.length;
    return changes;
  }
}

import type { Alert, BandRange, DetectorStatus, IncidentReport, SeriesStatus } from '../contract/index.ts';
import type { TargetStatus } from '../ingest/scraper.ts';
import { toldTarget } from '../ingest/told-target.ts';
import { bandRange } from '../store/band-range.ts';
import type { History } from '../store/history.ts';
import type { Track } from '../store/track.ts';
import type { Engine } from './engine.ts';
import { Idleness } from './idleness.ts';
import type { AlertChange, Learnt, Reading } from './learner.ts';
import { seriesStatus } from './series-status.ts';

/** Where the outcome goes. */
export type Outlets = { report(report: IncidentReport): void; alert(alert: Alert): void };

/** What has been counted since the start, for `/metrics`. */
export type Counts = { samples: number; readings: number; alerts: number };

const paceS = 30;

/** The engine on live data: keeps recent rows for charts, hands out alerts and reports, answers questions. */
export class LiveDetector {
  readonly engine: Engine;
  readonly counts: Counts = { samples: 0, readings: 0, alerts: 0 };
  #history: History;
  /** By the place of a series. */
  #tracks: (Track | undefined)[] = [];
  #idleness = new Idleness();
  #outlets: Outlets;
  #startedAt: number;
  #pace = 0;
  #pacedAt = 0;

  constructor(engine: Engine, history: History, outlets: Outlets, startedAt: number) {
    this.engine = engine;
    this.#history = history;
    this.#outlets = outlets;
    this.#startedAt = startedAt;
  }

  /** Learns a batch of readings that came as `samples` raw samples, then moves incidents on; `now` in epoch ms. */
  take(readings: readonly Reading[], samples: number, now: number): void {
    for (const reading of readings) this.#read(reading, now);
    this.counts.samples += samples;
    this.counts.readings += readings.length;
    this.#trackPace(samples, now);
    this.tick(now);
  }

  /** Learns rows of the past that are believed healthy; one that is not newer than what its series has learnt is passed over. Returns how many were learnt. */
  learn(readings: readonly Reading[]): number {
    let learnt = 0;
    for (const reading of readings) {
      const known = this.engine.learner.find(reading.series.key);
      if (known !== undefined && reading.at <= known.at) continue;
      this.engine.learn(reading);
      this.#store(this.engine.learner.find(reading.series.key)!, reading.at);
      learnt += 1;
    }
    return learnt;
  }

  /** Learns one value of an admitted series that is no call; `now` in epoch ms. Samples are counted by `count`. */
  feed(learnt: Learnt, at: number, value: number, count: number, now: number): void {
    const change = this.engine.observe(learnt, at, value, count, now);
    this.counts.readings += 1;
    if (change !== null) this.#tell(change);
    this.#store(learnt, now);
  }

  /** Takes note of raw samples whose values were fed one by one. */
  count(samples: number, now: number): void {
    this.counts.samples += samples;
    this.#trackPace(samples, now);
  }

  /** Forgets series at once, and ends their alerts; `now` in epoch ms. */
  forget(series: Iterable<Learnt>, now: number): void {
    const keys = new Set<string>();
    for (const learnt of series) {
      if (learnt.slot >= 0) {
        this.#tracks[learnt.slot] = undefined;
        keys.add(learnt.series.key);
      }
      const ended = this.engine.forget(learnt, now);
      if (ended !== null) this.#outlets.alert(ended);
    }
    if (keys.size > 0) this.#history.forget(keys);
  }

  /** Forgets the series that have had no row for `idleMs`; to be called about once a minute. */
  forgetIdle(now: number, idleMs: number): void {
    this.forget(this.#idleness.idle(this.engine.learner.each(), now, idleMs), now);
  }

  /** Moves incidents on without new data. */
  tick(now: number): void {
    const { reports, ended } = this.engine.tick(now);
    for (const alert of ended) this.#outlets.alert(alert);
    for (const report of reports) this.#outlets.report(report);
  }

  status(targets: readonly TargetStatus[]): DetectorStatus {
    return {
      startedAt: new Date(this.#startedAt).toISOString(),
      seriesCount: this.engine.learner.size,
      warmth: this.engine.warmth(),
      samplesPerSecond: Math.round(this.#pace * 10) / 10,
      targets: targets.map(toldTarget),
      topology: this.engine.topology.edges(),
    };
  }

  series(): SeriesStatus[] {
    const { learner } = this.engine;
    return learner.list().map((learnt) => seriesStatus(learner, learnt));
  }

  /** The rows of a series between two moments (epoch ms), at most `points`; null for an unknown series. */
  band(key: string, from: number, to: number, points: number): BandRange | null {
    const { learner } = this.engine;
    const learnt = learner.find(key);
    if (learnt === undefined) return null;
    const rows = this.#history.between(key, from, to, Date.now());
    return bandRange(learnt.series, learner.warmthOf(learnt), rows, points, learner.intervalOf(learnt));
  }

  #read(reading: Reading, now: number): void {
    const change = this.engine.read(reading, now);
    if (change !== null) this.#tell(change);
    const learnt = this.engine.learner.find(reading.series.key);
    if (learnt !== undefined) this.#store(learnt, now);
  }

  #tell(change: AlertChange): void {
    if (change.type === 'continued') return;
    if (change.type === 'started') this.counts.alerts += 1;
    this.#outlets.alert(change.alert);
  }

  #store(learnt: Learnt, now: number): void {
    const { slot } = learnt;
    let track = this.#tracks[slot];
    if (track === undefined || track.key !== learnt.series.key) {
      track = this.#history.track(learnt.series.key);
      this.#tracks[slot] = track;
    }
    this.#history.add(track, learnt, learnt.alert.held !== null, now);
  }

  #trackPace(samples: number, now: number): void {
    const seconds = (now - this.#pacedAt) / 1000;
    if (this.#pacedAt === 0 || seconds <= 0) {
      this.#pacedAt = this.#pacedAt === 0 ? now : this.#pacedAt;
      return;
    }
    this.#pace += Math.min(1, seconds / paceS) * (samples / seconds - this.#pace);
    this.#pacedAt = now;
  }
}

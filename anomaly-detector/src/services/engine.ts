import type { Alert, ChangeEvent, IncidentReport, Series, SwitchHint, Warmth } from '../contract/index.ts';
import { lookBackMs } from '../correlation/attribution.ts';
import { Correlator, type CorrelatorSnapshot } from '../correlation/correlator.ts';
import { Topology } from '../correlation/topology.ts';
import type { AlertPolicy } from './alert-policy.ts';
import {
  type AlertChange,
  Learner,
  type LearnerSnapshot,
  type Learnt,
  type Reading,
  type Sensitivity,
} from './learner.ts';
import { overallWarmth, type Weighed } from './overall-warmth.ts';

/** What the engine must be told about the system that it watches. */
export type EngineOptions = {
  entries: readonly string[];
  unowned: readonly string[];
  sensitivity?: Sensitivity;
  policy?: AlertPolicy;
};

/** All that has been learnt. */
export type EngineSnapshot = {
  learner: LearnerSnapshot;
  correlator: CorrelatorSnapshot;
  edges: { caller: string; callee: string }[];
};

/** Series that are weighed to tell how warm all are. */
const mostWeighed = 2_000;
const keepChangesMs = 4 * lookBackMs;

/** From readings to incidents: the same for live data and for replay. Time comes with the calls. */
export class Engine {
  readonly learner: Learner;
  readonly topology: Topology;
  readonly correlator: Correlator;
  #changes = new Map<string, ChangeEvent>();
  #switches: readonly SwitchHint[] = [];
  #resolved: ReadonlySet<string> = new Set();

  constructor(options: EngineOptions, correlator?: (topology: Topology) => Correlator) {
    this.learner = new Learner(options.sensitivity, options.policy && { policy: options.policy });
    this.topology = new Topology({ entries: options.entries, unowned: options.unowned });
    this.correlator = correlator?.(this.topology) ?? new Correlator(this.topology);
  }

  /** Learns one reading; returns what became of the alert of its series, or null without one. */
  read(reading: Reading, now: number): AlertChange | null {
    const { series } = reading;
    if (series.peer !== '' && !Number.isNaN(reading.value)) this.#learnCall(series);
    return this.observe(this.learner.admit(series), reading.at, reading.value, reading.count, now);
  }

  /** The same for a series that is at hand and no call. */
  observe(learnt: Learnt, at: number, value: number, count: number, now: number): AlertChange | null {
    const change = this.learner.observe(learnt, at, value, count, this.#isJudged(learnt.series));
    if (change !== null) this.correlator.offer(change.alert, now);
    return change;
  }

  /** Learns a reading that is believed healthy: no alert comes of it. */
  learn(reading: Reading): void {
    if (reading.series.peer !== '') this.#learnCall(reading.series);
    this.learner.read(reading, false);
  }

  /** Forgets a series; returns its alert, which ends with it, or null without one. */
  forget(learnt: Learnt, now: number): Alert | null {
    const ended = this.learner.forget(learnt);
    if (ended !== null) this.correlator.offer(ended, now);
    return ended;
  }

  /** Takes note of a series that is learnt elsewhere; whether its deviations are to be alerted. */
  meet(series: Series, hasValue: boolean): boolean {
    if (series.peer !== '' && hasValue) this.#learnCall(series);
    return this.#isJudged(series);
  }

  /**
   * Moves incidents on to `now` (epoch ms); returns the reports that have changed, and alerts that fell silent. The number of
   * services with traffic is given where the series are learnt elsewhere.
   */
  tick(
    now: number,
    servicesKnown = this.#servicesWithTraffic(),
  ): { reports: IncidentReport[]; ended: Alert[] } {
    const ended = this.learner.sweep(now);
    for (const alert of ended) this.correlator.offer(alert, now);
    this.#forgetChanges(now);
    const around = {
      changes: [...this.#changes.values()],
      switches: this.#switches,
      resolved: this.#resolved,
    };
    return { reports: this.correlator.tick(now, around, servicesKnown), ended };
  }

  /** Takes note of changes; one that is known already is replaced. */
  addChanges(changes: readonly ChangeEvent[]): void {
    for (const change of changes) this.#changes.set(change.id, change);
  }

  setSwitches(switches: readonly SwitchHint[]): void {
    this.#switches = switches;
  }

  /** Takes note of the incidents that people have resolved, by their ids. */
  setResolved(incidents: readonly string[]): void {
    this.#resolved = new Set(incidents);
  }

  /** How warm the series are together; of very many, a part that stands for all. */
  warmth(): Warmth {
    const each = Math.ceil(this.learner.size / mostWeighed);
    const weighed: Weighed[] = [];
    let index = 0;
    for (const learnt of this.learner.each()) {
      if (index % each === 0) weighed.push(this.learner.weigh(learnt));
      index += 1;
    }
    return overallWarmth(weighed).warmth;
  }

  snapshot(): EngineSnapshot {
    return { ...this.snapshotWithoutSeries(), learner: this.learner.snapshot() };
  }

  snapshotWithoutSeries(): Omit<EngineSnapshot, 'learner'> {
    return {
      correlator: this.correlator.snapshot(),
      edges: this.topology.edges(),
    };
  }

  restore(snapshot: EngineSnapshot): void {
    this.learner.restore(snapshot.learner);
    this.correlator.restore(snapshot.correlator);
    this.#addEdges(snapshot);
  }

  /** Takes over what is known of series and calls, but no alert and no incident: the pause was too long for those. */
  restoreLate(snapshot: EngineSnapshot, pausedMs: number): void {
    this.learner.restoreLate(snapshot.learner, pausedMs);
    this.#addEdges(snapshot);
  }

  /** Less traffic is a symptom only where users come in: inside, a caller may simply have no need. */
  #isJudged(series: Series): boolean {
    return (
      series.signal !== 'traffic' || (series.direction !== 'out' && this.topology.entries.has(series.service))
    );
  }

  #learnCall({ direction, service, peer }: Series): void {
    if (direction === 'out') this.topology.add(service, peer);
    else if (direction === 'in') this.topology.add(peer, service);
  }

  #servicesWithTraffic(): number {
    const services = new Set<string>();
    for (const { series, value } of this.learner.serving()) {
      if (!Number.isNaN(value)) services.add(series.service);
    }
    return services.size;
  }

  #addEdges({ edges }: EngineSnapshot): void {
    for (const { caller, callee } of edges) this.topology.add(caller, callee);
  }

  #forgetChanges(now: number): void {
    for (const [id, change] of this.#changes) {
      if (now - Date.parse(change.at) > keepChangesMs) this.#changes.delete(id);
    }
  }
}

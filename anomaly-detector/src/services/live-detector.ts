import type { Alert, BandRange, DetectorStatus, IncidentReport, SeriesStatus } from '../contract/index.ts';
import type { TargetStatus } from '../ingest/scraper.ts';
import { bandRange, known } from '../store/band-range.ts';
import type { History } from '../store/history.ts';
import type { Engine } from './engine.ts';
import type { Learnt, Reading } from './learner.ts';

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
      this.#store(this.engine.learner.find(reading.series.key)!);
      learnt += 1;
    }
    return learnt;
  }

  /** Up to when (epoch ms) any series has been learnt whose key begins so; 0 where there is none. */
  learntUpTo(keyStart: string): number {
    const times = this.engine.learner
      .list()
      .map(({ series, at }) => (series.key.startsWith(keyStart) ? at : 0));
    return times.reduce((latest, at) => Math.max(latest, at), 0);
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
      seriesCount: this.engine.learner.list().length,
      warmth: this.engine.warmth(),
      samplesPerSecond: Math.round(this.#pace * 10) / 10,
      targets: targets.map(({ lastScrapeAt, ...target }) => ({
        ...target,
        lastScrapeAt: lastScrapeAt === null ? null : new Date(lastScrapeAt).toISOString(),
      })),
      topology: this.engine.topology.edges(),
    };
  }

  series(): SeriesStatus[] {
    const { learner } = this.engine;
    return learner.list().map((learnt) => ({
      ...learnt.series,
      warmth: learner.warmthOf(learnt),
      at: learnt.at === 0 ? null : new Date(learnt.at).toISOString(),
      value: known(learnt.value),
      expected: known(learnt.expected),
      lower: known(learnt.lower),
      upper: known(learnt.upper),
      alerting: learnt.alert.held !== null,
    }));
  }

  /** The rows of a series between two moments (epoch ms), at most `points`; null for an unknown series. */
  band(key: string, from: number, to: number, points: number): BandRange | null {
    const { learner } = this.engine;
    const learnt = learner.find(key);
    if (learnt === undefined) return null;
    const rows = this.#history.between(key, from, to);
    return bandRange(learnt.series, learner.warmthOf(learnt), rows, points, learner.intervalOf(learnt));
  }

  #read(reading: Reading, now: number): void {
    const change = this.engine.read(reading, now);
    if (change !== null && change.type !== 'continued') {
      if (change.type === 'started') this.counts.alerts += 1;
      this.#outlets.alert(change.alert);
    }
    const learnt = this.engine.learner.find(reading.series.key);
    if (learnt !== undefined) this.#store(learnt);
  }

  #store(learnt: Learnt): void {
    const { at, value, expected, lower, upper } = learnt;
    this.#history.add(learnt.series.key, {
      time: at,
      value,
      expected,
      lower,
      upper,
      alert: learnt.alert.held === null ? 0 : 1,
    });
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

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IncidentReport } from '../contract/index.ts';
import { Correlator } from '../correlation/correlator.ts';
import { Engine } from '../services/engine.ts';
import type { Reading } from '../services/learner.ts';
import { foreignAlert, isIncidentWithForeign } from './foreign-alert.ts';
import { type IncidentsJson, incidentsJson } from './incidents-json.ts';
import { rankAt } from './rank-at.ts';
import { type Case, readCase } from './read-case.ts';
import { SeriesRows } from './series-rows.ts';

/** What a person knows already: an incident, seen at a service in a metric, is under way at `at` (epoch ms). */
export type KnownIncident = { at: number; service: string | null; metric: string | null };

/** How a case is replayed. */
export type ReplayOptions = { alertsOnly: boolean; known: KnownIncident | null; tell(line: string): void };

/** Seconds of data after the known moment that the ranking may use. */
const knownWindowMs = 60_000;
/** Between two events, groups must be given time to open, recover and dissolve. */
const stepMs = 5_000;
const idleMs = 6 * 60_000;

/** Replays a case with the engine that runs live. Deterministic. Throws {@link FileError} for a missing or broken file. */
export async function replayCase(folder: string, options: ReplayOptions): Promise<IncidentsJson> {
  const read = await readCase(folder, options.alertsOnly);
  const replay = new Replay(read);
  if (!options.alertsOnly) await replay.learnHistory();
  const until = options.known === null ? Number.POSITIVE_INFINITY : options.known.at + knownWindowMs;
  for await (const reading of options.alertsOnly ? [] : replay.rows('series.csv')) {
    if (reading.at > until) break;
    replay.read(reading, options.known);
  }
  replay.finish(until);
  for (const metric of replay.undescribed()) {
    options.tell(`warning: metrics.json does not describe ${metric}; it is learnt as it is`);
  }
  return options.known === null
    ? replay.outcome()
    : rankAt(replay.engine, replay.peaks, read.changes, options.known);
}

type AlertEvent = { at: number; order: number; raise(): void };

/** The largest deviation of a series around the known moment. */
export type Peak = {
  reading: Reading;
  deviation: number;
  expected: number;
  lower: number;
  upper: number;
  at: number;
};

class Replay {
  readonly engine: Engine;
  readonly peaks = new Map<string, Peak>();
  #case: Case;
  #rows: SeriesRows;
  #reports = new Map<string, IncidentReport>();
  #events: AlertEvent[];
  #now = Number.NaN;

  constructor(read: Case) {
    this.#case = read;
    this.#rows = new SeriesRows(read.metrics);
    const named = Object.entries(read.services);
    this.engine = new Engine(
      {
        entries: named.filter(([, { entry }]) => entry).map(([service]) => service),
        unowned: named.filter(([, { owned }]) => !owned).map(([service]) => service),
      },
      (topology) => new Correlator(topology, { keepsUngrouped: true, judge: isIncidentWithForeign }),
    );
    for (const { caller, callee } of read.edges) this.engine.topology.add(caller, callee);
    this.#events = this.#alertEvents();
  }

  rows(name: string): AsyncGenerator<Reading> {
    return this.#rows.read(join(this.#case.folder, name));
  }

  undescribed(): string[] {
    return [...this.#rows.undescribed].sort();
  }

  /** Learns what is believed healthy, and raises nothing on it. */
  async learnHistory(): Promise<void> {
    if (!existsSync(join(this.#case.folder, 'history.csv'))) return;
    for await (const reading of this.rows('history.csv')) this.engine.learn(reading);
    this.engine.learner.forgetPause();
  }

  read(reading: Reading, known: KnownIncident | null): void {
    this.#advance(reading.at);
    this.engine.read(reading, reading.at);
    if (known !== null) this.#trackPeak(reading, known.at);
  }

  /** Lets what is left of the foreign alerts happen until `until`, and gives their groups time to settle. */
  finish(until: number): void {
    const last = this.#events[this.#events.length - 1]?.at;
    if (last !== undefined) this.#advance(Math.min(until, last + idleMs));
    if (!Number.isNaN(this.#now)) this.#tick(this.#now);
  }

  outcome(): IncidentsJson {
    const { correlator } = this.engine;
    return incidentsJson(
      [...this.#reports.values()],
      [...correlator.ungrouped, ...correlator.formingAlerts()],
    );
  }

  /** Moves time on to `at`, with every foreign alert and every decision on the way. */
  #advance(at: number): void {
    if (Number.isNaN(this.#now)) this.#now = Math.min(at, this.#events[0]?.at ?? at);
    while (this.#now < at || (this.#events[0] !== undefined && this.#events[0].at <= at)) {
      const next = this.#nextMoment(at);
      for (let event = this.#events[0]; event !== undefined && event.at <= next; event = this.#events[0]) {
        event.raise();
        this.#events.shift();
      }
      if (next > this.#now || this.#now === at) this.#tick(next);
      if (this.#now >= at && (this.#events[0]?.at ?? Number.POSITIVE_INFINITY) > at) break;
    }
  }

  /** While nothing is going on, time jumps. */
  #nextMoment(at: number): number {
    const nextEvent = this.#events[0]?.at ?? Number.POSITIVE_INFINITY;
    const step = this.engine.correlator.isIdle() ? at : this.#now + stepMs;
    return Math.max(this.#now, Math.min(at, nextEvent, step));
  }

  #tick(now: number): void {
    this.#now = now;
    this.engine.addChanges(this.#case.changes.filter((change) => Date.parse(change.at) <= now));
    for (const report of this.engine.tick(now).reports) this.#reports.set(report.id, report);
  }

  #trackPeak(reading: Reading, at: number): void {
    if (reading.at <= at - knownWindowMs / 2) return;
    const { point } = this.engine.learner;
    const { worse } = reading.series;
    const bad =
      worse === 'up' ? point.deviation : worse === 'down' ? -point.deviation : Math.abs(point.deviation);
    const known = this.peaks.get(reading.series.key);
    if (bad <= 0 || Number.isNaN(bad) || (known !== undefined && known.deviation >= bad)) return;
    const { expected, lower, upper } = point;
    this.peaks.set(reading.series.key, {
      reading,
      deviation: bad,
      expected,
      lower,
      upper,
      at: known?.at ?? reading.at,
    });
  }

  #alertEvents(): AlertEvent[] {
    const { alerts, metrics } = this.#case;
    const { correlator } = this.engine;
    return alerts
      .flatMap((line, order): AlertEvent[] => {
        const starts: AlertEvent = {
          at: line.startsAt,
          order,
          raise: () => correlator.offer(foreignAlert(line, metrics, false), line.startsAt),
        };
        if (line.endsAt === null) return [starts];
        const endsAt = Math.max(line.startsAt, line.endsAt);
        const ends: AlertEvent = {
          at: endsAt,
          order: order + alerts.length,
          raise: () => correlator.offer(foreignAlert(line, metrics, true), endsAt),
        };
        return [starts, ends];
      })
      .sort((a, b) => a.at - b.at || a.order - b.order);
  }
}

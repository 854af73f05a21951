import type { Alert, DetectorStatus, Series } from '../../contract/index.ts';
import type { Handle, Learning } from '../../ingest/series/learning.ts';
import type { Engine } from '../../services/engine.ts';
import type { Reading } from '../../services/learner.ts';
import type { Outlets } from '../../services/live-detector.ts';
import { AlertLedger, type CausedChange } from '../alerts/alert-ledger.ts';
import type { Route } from '../samples/sample-router.ts';
import type { WorkerReports } from './worker-report.ts';

/** Where readings go. */
export type SampleSink = {
  route(series: Series): Route;
  addTo(route: Route, at: number, value: number, count: number, isJudged: boolean): void;
  pause(route: Route): void;
  forget(route: Route): void;
};

/** Who hears of incidents and alerts; `goesOn` what one that runs has come to. */
export type FrontOutlets = Outlets & { goesOn(alert: Alert): void };

const leastPaceMs = 5_000;

/** Takes readings in and hands them to workers; makes incidents of the alerts that workers tell. */
export class Front {
  readonly engine: Engine;
  readonly ledger = new AlertLedger();
  readonly counts = { samples: 0, readings: 0, alerts: 0 };
  #sink: SampleSink;
  #workers: WorkerReports;
  #outlets: FrontOutlets;
  #pace = 0;
  #paced = { at: 0, samples: 0 };
  /** The latencies with which services answer, and whether they had traffic in the last row. */
  #serving = new Map<string, { service: string; hasTraffic: boolean }>();

  /** The engine learns nothing here but who calls whom. */
  constructor(engine: Engine, sink: SampleSink, workers: WorkerReports, outlets: FrontOutlets) {
    this.engine = engine;
    this.#sink = sink;
    this.#workers = workers;
    this.#outlets = outlets;
  }

  /** Hands on readings that came as `samples` raw samples, then moves incidents on; `now` in epoch ms. */
  take(readings: readonly Reading[], samples: number, now: number): void {
    for (const reading of readings) this.#read(reading);
    this.counts.samples += samples;
    this.tick(now);
  }

  /** Hands on rows of the past that are believed healthy: no alert comes of them. Returns how many were newer than what was sent. */
  learn(readings: readonly Reading[]): number {
    let sent = 0;
    for (const { series, at, value, count } of readings) {
      const route = this.#sink.route(series);
      if (at <= route.lastAt) continue;
      this.engine.meet(series, true);
      this.#sink.addTo(route, at, value, count, false);
      sent += 1;
    }
    return sent;
  }

  /** What is pushed goes the same way. */
  learning(now: () => number): Learning {
    const routeOf = (handle: Handle) => handle as Route;
    return {
      admit: (series) => this.#sink.route(series),
      learn: (handle, at, value, count) => {
        this.counts.readings += 1;
        this.#sink.addTo(routeOf(handle), at, value, count, this.engine.meet(handle.series, false));
      },
      pause: (handle) => this.#sink.pause(routeOf(handle)),
      forget: (handles) => {
        for (const handle of handles) this.#sink.forget(routeOf(handle));
      },
      read: (readings) => this.take(readings, 0, now()),
    };
  }

  /** Hears what a worker says became of an alert. */
  hear(change: CausedChange, now: number): void {
    for (const { type, alert } of this.ledger.hear(change, now)) {
      this.engine.correlator.offer(alert, now);
      if (type === 'started') this.counts.alerts += 1;
      if (type === 'continued') this.#outlets.goesOn(alert);
      else this.#outlets.alert(alert);
    }
  }

  /** Moves incidents on. */
  tick(now: number): void {
    const services = new Set<string>();
    for (const { service, hasTraffic } of this.#serving.values()) if (hasTraffic) services.add(service);
    for (const report of this.engine.tick(now, services.size).reports) this.#outlets.report(report);
  }

  /** What is known of the whole; the rest of the status is its caller's. */
  status(now: number): Pick<DetectorStatus, 'seriesCount' | 'warmth' | 'topology'> {
    return {
      seriesCount: this.#workers.seriesCount(now),
      warmth: this.#workers.warmth(now),
      topology: this.engine.topology.edges(),
    };
  }

  /** Raw samples a second since it was asked before. */
  samplesPerSecond(now: number): number {
    const { at, samples } = this.#paced;
    if (now - at < leastPaceMs) return this.#pace;
    this.#pace = Math.round(((this.counts.samples - samples) / (now - at)) * 10_000) / 10;
    this.#paced = { at: now, samples: this.counts.samples };
    return this.#pace;
  }

  #read({ series, at, value, count }: Reading): void {
    const hasValue = !Number.isNaN(value);
    const isJudged = this.engine.meet(series, hasValue);
    if (series.signal === 'latency' && series.direction === 'in')
      this.#serving.set(series.key, { service: series.service, hasTraffic: hasValue });
    this.counts.readings += 1;
    this.#sink.addTo(this.#sink.route(series), at, value, count, isJudged);
  }
}

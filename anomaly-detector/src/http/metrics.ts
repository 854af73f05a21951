import { Counter, Gauge, type Registry } from 'prom-client';
import { DeviationKind } from '../contract/index.ts';
import type { TargetStatus } from '../ingest/scraper.ts';
import type { LiveDetector } from '../services/live-detector.ts';
import type { AnomalyLog } from '../store/anomaly-log.ts';
import { readGauge } from './read-gauge.ts';

/** What the metrics are read from. */
export type MetricsParts = {
  detector: LiveDetector;
  anomalies: AnomalyLog;
  targets(): readonly TargetStatus[];
  registry: Registry;
};

/** Prometheus metrics about the detector itself, in the registry given. */
export function createMetrics({ detector, anomalies, targets, registry }: MetricsParts): void {
  const read = readGauge(registry);
  read('detector_series', 'Series learnt', () => detector.engine.learner.size);
  read('detector_samples', 'Raw samples taken in since the start', () => detector.counts.samples);
  read('detector_readings', 'Rows judged since the start', () => detector.counts.readings);
  read('detector_alerts', 'Alerts started since the start', () => detector.counts.alerts);
  read('detector_incidents_open', 'Incidents that have not recovered', () =>
    detector.engine.correlator.openCount(),
  );
  read(
    'detector_warmth_ratio',
    'Share of the evidence needed before the first alert',
    () => detector.engine.warmth().share,
  );
  const counted = (name: string, help: string, label: string, values: () => Record<string, number>) =>
    new Gauge({
      name,
      help,
      labelNames: [label],
      registers: [registry],
      collect() {
        this.reset();
        for (const [value, many] of Object.entries(values())) this.set({ [label]: value }, many);
      },
    });
  counted('detector_series_by_warmth', 'Series learnt, by whether they can raise alerts', 'warmth', () => {
    const { learner } = detector.engine;
    const learnt = learner.list();
    const ready = learnt.filter((each) => learner.warmthOf(each).ready).length;
    return { ready, warming: learnt.length - ready };
  });
  counted('detector_alerts_running', 'Alerts that are running, by kind', 'kind', () =>
    byKind(anomalies.running()),
  );
  counted('detector_targets', 'Targets being scraped, by whether the last scrape went well', 'state', () => {
    const all = targets();
    const up = all.filter((target) => target.up).length;
    return { up, down: all.length - up };
  });
  new Counter({
    name: 'detector_alerts_started_total',
    help: 'Alerts started since the start, by kind',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [kind, many] of Object.entries(byKind(anomalies.started))) this.inc({ kind }, many);
    },
  });
}

/** A number for each kind, so that a rate can be taken of the first one too. */
const byKind = (counts: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries(DeviationKind.options.map((kind) => [kind, counts.get(kind) ?? 0]));

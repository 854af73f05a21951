import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import type { LiveDetector } from '../services/live-detector.ts';

/** Prometheus metrics about the detector itself, in the registry given. */
export function createMetrics(detector: LiveDetector, registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  const read = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  read('detector_series', 'Series learnt', () => detector.engine.learner.list().length);
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
}

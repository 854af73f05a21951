import { Counter, Gauge, type Registry } from 'prom-client';
import type { Push } from '../ingest/push.ts';
import { type Outcome, passedOver, refusals } from '../ingest/series/refusal.ts';

/** Counts what is pushed. */
export type WriteMetrics = {
  taken(protocol: string, outcome: Outcome): void;
  refused(protocol: string, code: string): void;
};

/** Prometheus metrics about what is pushed, in the registry given. */
export function createWriteMetrics(registry: Registry, push: Push): WriteMetrics {
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers: [registry] });
  const samples = counter('detector_pushed_samples_total', 'Samples and histograms taken in, by protocol', [
    'protocol',
  ]);
  const refused = counter(
    'detector_refused_samples_total',
    'Samples and histograms not taken in, by reason',
    ['reason'],
  );
  const passed = counter(
    'detector_passed_over_samples_total',
    'Samples taken in that say nothing, by reason',
    ['reason'],
  );
  const bodies = counter(
    'detector_rejected_writes_total',
    'Bodies refused as a whole, by protocol and code',
    ['protocol', 'code'],
  );
  for (const reason of Object.keys(refusals)) refused.inc({ reason }, 0);
  for (const reason of passedOver) passed.inc({ reason }, 0);
  new Gauge({
    name: 'detector_pushed_series',
    help: 'Series known by what was pushed, of all tenants',
    registers: [registry],
    collect() {
      this.set(push.seriesCount);
    },
  });
  return {
    taken: (protocol, outcome) => {
      samples.inc({ protocol }, outcome.samples + outcome.histograms);
      for (const [reason, many] of Object.entries(outcome.refused)) refused.inc({ reason }, many);
      for (const [reason, many] of Object.entries(outcome.passedOver)) passed.inc({ reason }, many);
    },
    refused: (protocol, code) => bodies.inc({ protocol, code }),
  };
}

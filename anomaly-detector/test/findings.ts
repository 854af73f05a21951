import { fingerprintOf } from '../src/alerting/fingerprint.ts';
import type { Alert, Direction, Signal } from '../src/contract/index.ts';
import { type Finding, severityOf } from '../src/correlation/finding.ts';
import { Topology } from '../src/correlation/topology.ts';

/** Noon of the day on which the tests play, epoch ms. */
export const noon = Date.parse('2026-11-21T12:00:00Z');

/** What matters of an alert; everything else has a plain value. `startS` and `endS` are seconds after noon. */
export type Sketch = {
  service: string;
  peer?: string;
  signal?: Signal;
  direction?: Direction;
  value?: number;
  expected?: number;
  startS?: number;
  endS?: number | null;
};

const metricOf: Partial<Record<Signal, string>> = {
  latency: 'latency_p95',
  errors: 'error_ratio',
  availability: 'up',
};
const unitOf: Partial<Record<Signal, string>> = {
  latency: 's',
  errors: '1',
  availability: '1',
  traffic: '1/s',
};
const valuesOf: Partial<Record<Signal, [number, number]>> = {
  latency: [0.4, 0.02],
  errors: [0.3, 0.001],
  availability: [0, 1],
  traffic: [2, 40],
};

/** An alert from a sketch. */
export function alert(sketch: Sketch): Alert {
  const signal = sketch.signal ?? 'latency';
  const peer = sketch.peer ?? '';
  const direction = sketch.direction ?? (peer === '' ? 'in' : 'out');
  const metric = metricOf[signal] ?? signal;
  const [value, expected] = valuesOf[signal] ?? [2, 1];
  const startsAt = noon + (sketch.startS ?? 0) * 1000;
  const endS = sketch.endS ?? null;
  return {
    fingerprint: fingerprintOf(`${sketch.service}|${direction}|${peer}|${metric}`),
    seriesKey: `${sketch.service}|${direction}|${peer}|${metric}`,
    service: sketch.service,
    direction,
    peer,
    metric,
    signal,
    unit: unitOf[signal] ?? '',
    kind: 'shift',
    startsAt: new Date(startsAt).toISOString(),
    endsAt: endS === null ? null : new Date(noon + endS * 1000).toISOString(),
    score: 0.8,
    value: sketch.value ?? value,
    expected: sketch.expected ?? expected,
    lower: 0,
    upper: 0.05,
    sentence: `${metric} of ${sketch.service}`,
    why: '',
  };
}

/** A finding from a sketch. */
export function finding(sketch: Sketch): Finding {
  const made = alert(sketch);
  return {
    alert: made,
    startsAt: Date.parse(made.startsAt),
    raisedAt: Date.parse(made.startsAt) + 4000,
    endsAt: made.endsAt === null ? null : Date.parse(made.endsAt),
    severity: severityOf(made),
  };
}

/** The shop: the gateway is where users come in, the payment gateway belongs to somebody else. */
export function shop(): Topology {
  const topology = new Topology({ entries: ['gateway'], unowned: ['payment-gateway'] });
  const calls = [
    'gateway>catalog',
    'gateway>recommendation',
    'gateway>order',
    'order>inventory',
    'order>payment',
    'payment>payment-gateway',
    'recommendation>catalog',
  ];
  for (const call of calls) {
    const [caller, callee] = call.split('>') as [string, string];
    topology.add(caller, callee);
  }
  return topology;
}

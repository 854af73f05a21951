import { describe, expect, it } from 'vitest';
import type { Reading } from '../services/learner.ts';
import { type CallStats, noCalls } from './call-stats.ts';
import type { InstanceRow } from './instance-row.ts';
import { ServiceReader } from './service-rows.ts';

const calls = (requests: number, errors: number, below25ms: number): CallStats => ({
  requests,
  errors,
  refused: 0,
  perSecond: requests / 2,
  buckets: new Map([
    [0.025, below25ms],
    [0.5, requests],
    [Number.POSITIVE_INFINITY, requests],
  ]),
});
const row = (more: Partial<InstanceRow> = {}): InstanceRow => ({
  in: noCalls(),
  out: new Map(),
  self: new Map(),
  isYoung: false,
  ...more,
});
const read = (readings: readonly Reading[], key: string) =>
  readings.find(({ series }) => series.key === key)?.value;

describe('ServiceReader', () => {
  it('adds the instances of a service up before it takes the percentile', () => {
    const rows = [row({ in: calls(90, 0, 90) }), row({ in: calls(10, 5, 0) })];
    const readings = new ServiceReader().read({ service: 'gateway', targets: 2, up: 2, rows }, 1000);
    expect(read(readings, 'gateway|in||request_rate')).toBe(50);
    expect(read(readings, 'gateway|in||error_ratio')).toBe(0.05);
    expect(read(readings, 'gateway|in||latency_p95')).toBeCloseTo(0.025 + 0.475 / 2, 9);
    expect(read(readings, 'gateway|self||up')).toBe(1);
  });

  it('has no latency and no error ratio without traffic, but a rate of zero', () => {
    const reader = new ServiceReader();
    reader.read(
      { service: 'a', targets: 1, up: 1, rows: [row({ out: new Map([['b', calls(4, 0, 4)]]) })] },
      1000,
    );
    const readings = reader.read({ service: 'a', targets: 1, up: 1, rows: [row()] }, 3000);
    expect(read(readings, 'a|out|b|latency_p95')).toBeNaN();
    expect(read(readings, 'a|out|b|error_ratio')).toBeNaN();
    expect(read(readings, 'a|out|b|request_rate')).toBe(0);
  });

  it('has failures of calls that an open breaker kept back, and no requests', () => {
    const reader = new ServiceReader();
    const to = (more: Partial<CallStats>) => new Map([['b', { ...noCalls(), ...more }]]);
    const rows = [row({ out: to({ refused: 30 }) }), row({ out: to({ requests: 10, errors: 2 }) })];
    const readings = reader.read({ service: 'a', targets: 2, up: 2, rows }, 1000);
    expect(read(readings, 'a|out|b|error_ratio')).toBe(0.8);
    expect(read(readings, 'a|out|b|request_rate')).toBe(0);
    expect(read(readings, 'a|out|b|latency_p95')).toBeNaN();
  });

  it('says of a service that is away that it is away, and nothing of its traffic', () => {
    const reader = new ServiceReader();
    reader.read({ service: 'a', targets: 1, up: 1, rows: [row({ in: calls(4, 0, 4) })] }, 1000);
    const readings = reader.read({ service: 'a', targets: 1, up: 0, rows: [] }, 3000);
    expect(readings.map(({ series, value }) => [series.key, value])).toEqual([['a|self||up', 0]]);
  });

  it('leaves the durations of a process that has just started out, not its failures', () => {
    const rows = [row({ in: calls(10, 10, 0), isYoung: true }), row({ in: calls(10, 0, 10) })];
    const readings = new ServiceReader().read({ service: 'a', targets: 2, up: 2, rows }, 1000);
    expect(read(readings, 'a|in||latency_p95')).toBeLessThanOrEqual(0.025);
    expect(read(readings, 'a|in||error_ratio')).toBe(0.5);
  });
});

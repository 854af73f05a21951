import type { Reading } from '../src/services/learner.ts';
import { normal, randomSource } from './random.ts';

export const startMs = Date.parse('2026-11-21T00:00:00Z');
export const rowMs = 10_000;

const count = 240;
const series = Array.from({ length: count }, (_, index) => ({
  key: `queue_length{instance="host-${index}"}`,
  service: `service-${index}`,
  direction: 'self' as const,
  peer: '',
  metric: 'queue_length',
  unit: '',
  signal: 'other' as const,
  worse: 'both' as const,
}));

/** Every sixth series deviates in some of the rows 68 to 167, and every thirtieth falls silent while it does. */
export function* deviatingRows(from: number, to: number): Generator<Reading[]> {
  for (let row = from; row < to; row += 1) {
    const random = randomSource(1000 + row);
    yield series.flatMap((each, index): Reading[] => {
      const begins = 68 + (index % 70);
      const isIll = index % 6 === 0 && row >= begins && row < begins + 30;
      const value = 100 + 5 * normal(random) + (isIll ? 150 : 0);
      if (index % 30 === 0 && row > begins + 10) return [];
      return [{ series: each, at: startMs + row * rowMs, value, count: Number.NaN }];
    });
  }
}

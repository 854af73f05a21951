import { countOf, type HistogramPoint, quantileOf } from '../histogram/histogram-point.ts';
import type { Learning } from './learning.ts';
import type { Quantiles } from './role.ts';

/** Learns what a histogram has gained up to `at` (epoch ms). */
export function learnQuantiles(
  learning: Learning,
  { p50, p95, p99, rate, at: lastAt }: Quantiles,
  gain: HistogramPoint,
  at: number,
  now: number,
): void {
  const count = countOf(gain);
  for (const [handle, q] of [
    [p50, 0.5],
    [p95, 0.95],
    [p99, 0.99],
  ] as const) {
    const value = quantileOf(q, gain);
    learning.learn(handle, at, Number.isFinite(value) ? value : Number.NaN, count, now);
  }
  if (rate === null || lastAt === 0 || gain.counted === 'now') return;
  learning.learn(rate, at, (count * 1000) / (at - lastAt), Number.NaN, now);
}

/** The histogram has ended. */
export function pauseQuantiles(learning: Learning, { p50, p95, p99, rate }: Quantiles): void {
  for (const handle of [p50, p95, p99]) learning.pause(handle);
  if (rate !== null) learning.pause(rate);
}

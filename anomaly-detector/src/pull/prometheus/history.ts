import { type PrometheusAddress, type QueriedSeries, type QueryRange, queryRange } from './api.ts';

/** Prometheus refuses a range of more than 11,000 points a series. */
const mostPoints = 10_000;
/** A first look that tells how many series there are. */
const firstPoints = 250;
/** Points of one answer, over all its series: some 50 MB of JSON. */
const mostAnswered = 1_500_000;

/**
 * Fetches a query over any stretch of time, piece by piece in order of time, with pieces as long as one answer can carry.
 * Throws a sentence that names the address and what came.
 */
export async function* fetchHistory(
  prometheus: PrometheusAddress,
  query: string,
  { from, to, stepMs }: QueryRange,
): AsyncGenerator<QueriedSeries[]> {
  let points = firstPoints;
  for (let start = from; start <= to; ) {
    const end = Math.min(to, start + (points - 1) * stepMs);
    const series = await queryRange(prometheus, query, { from: start, to: end, stepMs });
    yield series;
    start = end + stepMs;
    points = Math.max(1, Math.min(mostPoints, Math.floor(mostAnswered / Math.max(1, series.length))));
  }
}

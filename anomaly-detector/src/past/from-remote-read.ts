import type { PastSeries } from '../contract/index.ts';
import type { Matcher } from '../export/selector.ts';
import type { PrometheusAddress } from '../pull/prometheus/api.ts';
import { remoteRead } from '../pull/prometheus/remote-read.ts';

const firstWindowMs = 10 * 60_000;
const leastWindowMs = 60_000;
const mostWindowMs = 24 * 3_600_000;
/** Samples that one window should hold, so that what was scraped together is told together. */
const samplesAimedAt = 40_000;

/** The raw samples of a stretch of time (epoch ms) in order of time, window by window, each as long as fits into one telling. */
export async function* fromRemoteRead(
  prometheus: PrometheusAddress,
  matchers: readonly Matcher[],
  { from, to }: { from: number; to: number },
): AsyncGenerator<PastSeries[]> {
  let windowMs = firstWindowMs;
  for (let start = from; start <= to; ) {
    const end = Math.min(to, start + windowMs - 1);
    const series = await remoteRead(prometheus, matchers, start, end);
    yield series.map(({ labels, samples }) => ({
      labels,
      time: samples.map(({ at }) => at),
      value: samples.map(({ value }) => (Number.isFinite(value) ? value : null)),
    }));
    const met = series.reduce((sum, { samples }) => sum + samples.length, 0);
    start = end + 1;
    const fitting = (windowMs * samplesAimedAt) / Math.max(1, met);
    windowMs = Math.round(Math.min(mostWindowMs, Math.max(leastWindowMs, fitting)));
  }
}

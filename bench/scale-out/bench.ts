import type { Series } from '../../anomaly-detector/src/contract/index.ts';
import type { DetectorProcess } from '../../anomaly-detector/test/detector-process.ts';
import type { Bench } from '../bench.ts';
import { seededRandom } from '../seeded-random.ts';
import { openScaleOutRoom, partitions, type ScaleOutRoom } from './room.ts';

const startMs = Date.parse('2026-11-21T00:00:00Z');
const rowMs = 10_000;
/** Rows before anything is measured: each series is warm, and the code compiled. */
const warmRows = 65;
/** Rows that the front may be ahead of the worker, as it is where both keep up. */
const aheadRows = 4;

const seriesOf = (index: number): Series => ({
  key: `http_server_requests_total{instance="10.0.${index % 250}.7:9100",job="shop",route="/api/v1/things/${index}"}`,
  service: `shop-${index % 250}`,
  direction: 'self',
  peer: '',
  metric: 'http_server_requests_total',
  unit: '',
  signal: 'other',
  worse: 'both',
});

const cpuS = (worker: DetectorProcess) => worker.metric('process_cpu_seconds_total');
const rss = (worker: DetectorProcess) => worker.metric('process_resident_memory_bytes');

/** What one worker costs by series and by reading, with every reading through a broker. */
async function measure(room: ScaleOutRoom, count: number, rows: number, seed: number) {
  const uniform = seededRandom(seed);
  const series = Array.from({ length: count }, (_, index) => seriesOf(index));
  let worker = await room.startWorker(3_600_000);
  const emptyBytes = await rss(worker);
  let row = 0;
  const clockOf = (index: number) => startMs + index * rowMs + 1;
  const send = async (to: number) => {
    for (; row < to; row += 1) {
      for (const each of series)
        room.writer.add(each, startMs + row * rowMs, 50 + 10 * uniform(), Number.NaN, true);
      await room.writer.send(clockOf(row));
      await room.untilLearnt(worker, clockOf(row - aheadRows));
    }
    await room.untilLearnt(worker, clockOf(row - 1));
  };
  await send(warmRows);

  const before = { workerS: await cpuS(worker), own: process.cpuUsage(), at: performance.now() };
  await send(warmRows + rows);
  const readings = count * rows;
  const own = process.cpuUsage(before.own);
  const workerS = (await cpuS(worker)) - before.workerS;
  const seconds = (performance.now() - before.at) / 1000;
  const bytesPerSeries = ((await rss(worker)) - emptyBytes) / count;

  const stopping = performance.now();
  await worker.stop();
  const stopMs = performance.now() - stopping;
  const starting = performance.now();
  worker = await room.startWorker(100);
  const joinMs = performance.now() - starting;
  await room.untilLearnt(worker, clockOf(row - 1));
  const takeOverMs = performance.now() - starting - joinMs;
  await send(row + 1);
  await send(row + 1);
  const stored = (await worker.metric('detector_partitions_stored')) / partitions;
  const snapshotBytes = (await worker.metric('detector_snapshot_bytes')) / stored;
  return {
    readings_per_s_core: Math.round(readings / workerS),
    front_readings_per_s_core: Math.round(readings / ((own.user + own.system) / 1e6)),
    readings_per_s: Math.round(readings / seconds),
    rss_bytes_per_series: Math.round(bytesPerSeries),
    snapshot_bytes_per_series: Math.round(snapshotBytes / count),
    stop_us_per_series: Number(((stopMs * 1e3) / count).toFixed(1)),
    take_over_us_per_series: Number(((takeOverMs * 1e3) / count).toFixed(1)),
  };
}

/** What sharing the series among workers over Kafka costs. */
export const bench: Bench = {
  goals: {
    readings_per_s_core: '>= 250000',
    rss_bytes_per_series: '<= 8192',
    snapshot_bytes_per_series: '<= 2048',
  },
  run: async ({ seed, short, say }) => {
    const room = await openScaleOutRoom(say);
    try {
      const figures = await measure(room, short ? 10_000 : 100_000, short ? 10 : 40, seed);
      return {
        figures,
        peer: 'none',
        note: 'one broker, one front and one worker share the machine; CPU of the worker and of the front are taken apart, so the figures by core hold where the machine is shared; 4 partitions, a row of every series in turn, rows for charts at their limit',
      };
    } finally {
      await room.close();
    }
  },
};

import type { Bench } from '../bench.ts';
import { openRoom } from '../fleet/fleet-room.ts';
import { median } from '../measure.ts';
import { percentile } from '../propagation/percentile.ts';
import { keyOf } from './body.ts';
import { type DetectorProcess, startDetectorProcess } from './detector-process.ts';
import { type Generator, startGenerator } from './generator.ts';

const series = 100_000;
const perBody = 2_000;
/** Between two rows of a series, by their times. */
const stepMs = 15_000;
/** Rows until every series is warm, and a little more. */
const warmRows = 75;
const halfLoad = 125_000;
/** So that a thousand are seen in ten minutes. */
const deviatePerSecond = 5;
const memoryEveryMs = 5_000;

/** Samples per second of CPU that the detector takes while as many are sent as it takes. */
const speed = async (detector: DetectorProcess, generator: Generator, seconds: number, version: 1 | 2) => {
  const before = await detector.load();
  const sent = await generator.run({ seconds, version });
  const after = await detector.load();
  return sent / (after.cpuSeconds - before.cpuSeconds);
};

/** Milliseconds from sending the row that raises an alert until the alert is told, for each series that was made to deviate. */
const watchDelays = (detector: DetectorProcess, generator: Generator) => {
  const sentAt = new Map<string, number>();
  const delays = new Map<string, number>();
  generator.onDeviated((index, at) => {
    const key = keyOf(index);
    // The alert comes of the last row that was sent before it.
    if (!delays.has(key)) sentAt.set(key, at);
  });
  detector.onAlert((key, at) => {
    const since = sentAt.get(key);
    if (since !== undefined && !delays.has(key)) delays.set(key, at - since);
  });
  return { delays, sentAt };
};

/** Reads the detector's memory until it is told to stop. */
const watchMemory = (detector: DetectorProcess) => {
  const read: number[] = [];
  const timer = setInterval(async () => read.push((await detector.load()).rssMb), memoryEveryMs);
  return {
    stop: () => {
      clearInterval(timer);
      return read;
    },
  };
};

/** Growth from the first to the last tenth. */
const growthOf = (values: readonly number[]): number => {
  const tenth = Math.max(1, Math.floor(values.length / 10));
  return median(values.slice(-tenth)) - median(values.slice(0, tenth));
};

const round = (value: number, digits = 0) => Number(value.toFixed(digits));

/** How much remote write a core takes end to end, how soon an alert follows, and whether memory stays as it is. */
export const bench: Bench = {
  goals: { samples_per_s_core: '>= 250000', p99_ms: '<= 250', rss_growth_mb: '<= 50' },
  run: async ({ seed, short, say }) => {
    const room = openRoom(say);
    try {
      const detector = await startDetectorProcess(room);
      const generator = await startGenerator(room, {
        ...{ url: detector.url, series, perBody, stepMs, seed },
        firstAt: Date.now() - 2 * 86_400_000,
      });
      say(`warming ${series} series`);
      for (let rows = 0; rows < warmRows; ) rows += (await generator.run({ seconds: 5 })) / series;
      const seconds = short ? 10 : 30;
      say('as many samples as are taken');
      const version1 = await speed(detector, generator, seconds, 1);
      const version2 = await speed(detector, generator, seconds, 2);
      say(`${round(version1)} and ${round(version2)} samples per second of CPU; now ${halfLoad} per second`);
      const { delays, sentAt } = watchDelays(detector, generator);
      const memory = watchMemory(detector);
      const before = await detector.load();
      const forS = short ? 60 : 600;
      const sent = await generator.run({ seconds: forS, perSecond: halfLoad, deviatePerSecond });
      const after = await detector.load();
      const rss = memory.stop();
      const told = [...delays.values()];
      say(
        `${told.length} of ${sentAt.size} deviations alerted, memory ${rss.map((mb) => round(mb)).join(' ')} MB`,
      );
      return {
        figures: {
          samples_per_s_core: round(version1),
          samples_per_s_core_v2: round(version2),
          p50_ms: round(percentile(told, 0.5), 1),
          p99_ms: round(percentile(told, 0.99), 1),
          alerts: told.length,
          alerted_share: round(told.length / sentAt.size, 3),
          half_load_per_s: round(sent / forS),
          half_load_cpu_share: round((after.cpuSeconds - before.cpuSeconds) / forS, 3),
          rss_mb: round(median(rss)),
          rss_growth_mb: round(growthOf(rss), 1),
        },
        peer: 'none',
        note:
          '100,000 series, a quarter of them counters, 2,000 samples a body, snappy, over HTTP from another process, the state stored every ten seconds as always; ' +
          'samples per second of CPU of the whole detector process, all threads; p99 from sending the row that raises an alert to the alert on standard output, at 125,000 samples per second',
      };
    } finally {
      await room.close();
    }
  },
};

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { AlertReader } from '../src/adapters/kafka/alert-reader.ts';
import { createKafka, createProducer } from '../src/adapters/kafka/kafka-client.ts';
import { ensureTopics, topicNames } from '../src/adapters/kafka/kafka-topics.ts';
import { SampleWriter } from '../src/adapters/kafka/sample-writer.ts';
import { workerGroup } from '../src/compose/worker.ts';
import { AlertLedger } from '../src/scale-out/alerts/alert-ledger.ts';
import { type AlertChange, Learner } from '../src/services/learner.ts';
import { type DetectorProcess, startDetectorProcess } from './detector-process.ts';
import { deviatingRows, rowMs, startMs } from './deviating-series.ts';
import { learntOf } from './learnt.ts';
import { storedStates } from './learnt-states.ts';

const { kafkaBrokers } = inject('services');
const patience = { timeout: 45_000, interval: 100 };
const quiet = { info() {}, warn() {}, error() {} };
const partitions = 6;

describe.skipIf(kafkaBrokers === null)(
  'workers that share the series of a front',
  { timeout: 100_000 },
  () => {
    const url = `kafka://${kafkaBrokers}`;
    const prefix = `t${Math.random().toString(36).slice(2)}.`;
    const names = topicNames(prefix);
    const kafka = createKafka(url, 'scale-out-test', quiet);
    const admin = kafka.admin();
    const writer = new SampleWriter(kafka, names.samples, partitions, quiet, () => startMs);
    const ledger = new AlertLedger();
    const heard: AlertChange[] = [];
    const reader = new AlertReader(kafka, names.alerts, `${prefix}front`, {
      change: (change) => {
        heard.push(...ledger.hear(change, startMs));
      },
      givenUp: fail,
    });
    const workers: DetectorProcess[] = [];
    const startWorker = async () => {
      const worker = await startDetectorProcess({
        role: 'worker',
        url,
        prefix,
        partitions,
        env: { BREAKWATER_DETECTOR_SNAPSHOT_INTERVAL_MS: '300' },
      });
      workers.push(worker);
      return worker;
    };

    // What one learner makes of the same readings.
    const single = new Learner();
    const expected: AlertChange[] = [];

    /** Sends rows, and has the single learner learn them. */
    async function send(from: number, to: number): Promise<void> {
      for (const row of deviatingRows(from, to)) {
        for (const reading of row) {
          writer.add(reading.series, reading.at, reading.value, reading.count, true);
          const change = single.read(reading);
          if (change !== null) expected.push(change);
        }
        const clock = row[0]!.at + rowMs / 2;
        await writer.send(clock);
        for (const alert of single.sweep(clock)) expected.push({ type: 'ended', alert });
      }
    }

    /** What no front would send. */
    async function poison(): Promise<void> {
      const producer = createProducer(kafka);
      await producer.connect();
      await producer.send({
        topic: names.samples,
        messages: [{ partition: 0, value: Buffer.from('poison') }],
      });
      await producer.disconnect();
    }

    beforeAll(async () => {
      await admin.connect();
      await ensureTopics(admin, names, partitions);
      await Promise.all([writer.connect(), reader.start()]);
    });
    afterAll(async () => {
      await Promise.all(workers.map((worker) => worker.kill()));
      await Promise.all([writer.close(), reader.close(), admin.disconnect()]);
    });

    it('tell each change once and lose nothing learnt, though one is killed, one hangs, one comes and one stops', async () => {
      const [killed, frozen, stopped] = await Promise.all([startWorker(), startWorker(), startWorker()]);
      await send(0, 80);
      await expect.poll(() => heard.length, patience).toBeGreaterThan(20);
      await send(80, 95);
      await poison();
      await killed.kill();
      frozen.freeze();
      await send(95, 120);
      const newcomer = await startWorker();
      await expect.poll(() => heard.length, patience).toBeGreaterThanOrEqual(expected.length);
      // It still believes that its partitions are its own.
      frozen.thaw();
      await send(120, 150);
      expect(await stopped.stop()).toBe(0);
      await send(150, 200);

      await expect.poll(() => heard.length, patience).toBeGreaterThanOrEqual(expected.length);
      expect(bySeries(heard)).toEqual(bySeries(expected));
      expect(new Set(expected.map(({ type }) => type)).size).toBe(3);

      const living = [frozen, newcomer];
      const clocks = () => Promise.all(living.map((worker) => worker.metric('detector_log_clock_seconds')));
      const lastClock = (startMs + 199.5 * rowMs) / 1000;
      await expect.poll(clocks, patience).toEqual([lastClock, lastClock]);
      const held = await Promise.all(living.map((worker) => worker.metric('detector_partitions')));
      expect(held).toEqual([3, 3]);
      for (const worker of living) expect(await worker.stop()).toBe(0);
      const buried = await admin.fetchTopicOffsets(names.deadLetters);
      expect(buried.reduce((sum, { high }) => sum + Number(high), 0)).toBeGreaterThanOrEqual(1);
      const states = await storedStates({ kafka, admin, names, groupId: workerGroup(prefix) });
      expect(states.map(({ behind }) => behind)).toEqual(Array(partitions).fill(0));
      expect(learntOf(states.map(({ snapshot }) => snapshot.learner))).toEqual(learntOf([single.snapshot()]));
    });
  },
);

function fail(error: Error): never {
  throw error;
}

function bySeries(changes: readonly AlertChange[]): Record<string, AlertChange[]> {
  const grouped = Object.groupBy(changes, ({ alert }) => alert.seriesKey) as Record<string, AlertChange[]>;
  return Object.fromEntries(Object.entries(grouped).sort(([a], [b]) => (a < b ? -1 : 1)));
}

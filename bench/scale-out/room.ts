import { createKafka } from '../../anomaly-detector/src/adapters/kafka/kafka-client.ts';
import { ensureTopics, topicNames } from '../../anomaly-detector/src/adapters/kafka/kafka-topics.ts';
import { SampleWriter } from '../../anomaly-detector/src/adapters/kafka/sample-writer.ts';
import { type DetectorProcess, startDetectorProcess } from '../../anomaly-detector/test/detector-process.ts';
import { findFreePort } from '../../scripts/process/ports.ts';
import { startKafka } from '../../scripts/services/kafka/kafka.ts';
import { openRoom } from '../fleet/fleet-room.ts';

export const partitions = 4;
const prefix = 'bench.';
const quiet = { info() {}, warn() {}, error() {} };

/** A broker of its own, a writer of samples in this process, and workers in processes of their own. */
export type ScaleOutRoom = {
  writer: SampleWriter;
  startWorker(snapshotIntervalMs: number): Promise<DetectorProcess>;
  /** Resolves once a worker holds every partition and has learnt up to a moment (epoch ms). */
  untilLearnt(worker: DetectorProcess, clock: number): Promise<void>;
  close(): Promise<void>;
};

/** Opens the room; rejects where Kafka cannot run here. */
export async function openScaleOutRoom(say: (line: string) => void): Promise<ScaleOutRoom> {
  const room = openRoom(say);
  const started = await startKafka(room, { broker: await findFreePort(), controller: await findFreePort() });
  if ('missing' in started) throw new Error(`expected a Kafka broker, got none: ${started.missing}`);
  const { service } = started;
  room.onClose(() => service.process?.stop());
  const kafka = createKafka(service.url, 'bench', quiet);
  const names = topicNames(prefix);
  const admin = kafka.admin();
  await admin.connect();
  await ensureTopics(admin, names, partitions);
  await admin.disconnect();
  const writer = new SampleWriter(kafka, names.samples, partitions, quiet, () => 0);
  await writer.connect();
  room.onClose(() => writer.close());
  return {
    writer,
    startWorker: async (snapshotIntervalMs) => {
      const worker = await startDetectorProcess({
        role: 'worker',
        url: service.url,
        prefix,
        partitions,
        env: {
          BREAKWATER_DETECTOR_SNAPSHOT_INTERVAL_MS: String(snapshotIntervalMs),
          // Rows for charts are at their limit, as they are with many series: that is the dearest, and takes no memory by series.
          BREAKWATER_HISTORY_MB: '1',
        },
      });
      room.onClose(() => worker.kill());
      return worker;
    },
    untilLearnt: async (worker, clock) => {
      for (;;) {
        const held = await worker.metric('detector_partitions');
        if (held === partitions && (await worker.metric('detector_log_clock_seconds')) >= clock / 1000)
          return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    close: () => room.close(),
  };
}

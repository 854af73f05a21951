import type { Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import { z } from 'zod';
import { Alert } from '../../contract/index.ts';
import type { CausedChange } from '../../scale-out/alerts/alert-ledger.ts';
import { causeOf } from '../../scale-out/alerts/cause.ts';
import { WorkerReport, workerReported } from '../../scale-out/front/worker-report.ts';
import type { AlertChange } from '../../services/learner.ts';
import { consumerPace, onGivenUp } from './kafka-client.ts';

/** JSON knows no NaN: a value that is missing came as null. */
const known = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const ToldAlert = Alert.extend({ value: known, expected: known, lower: known, upper: known });

const types: Readonly<Record<string, AlertChange['type']>> = {
  'detector.alert.started': 'started',
  'detector.alert.continued': 'continued',
  'detector.alert.ended': 'ended',
};

/** Who hears what is read; `givenUp` is told once where no more will come. */
export type AlertHearer = {
  change(change: CausedChange): void;
  report?(report: WorkerReport): void;
  givenUp(error: Error): void;
};

/**
 * Reads the changes of alerts that workers tell. Its position is committed only when `commit` is called, once what was made of
 * them is stored; after a crash they are read again, and whoever hears them knows which it has heard.
 */
export class AlertReader {
  #consumer: Consumer;
  #topic: string;
  #hearer: AlertHearer;
  #next = new Map<number, string>();
  /** Events that were no change of a worker's alert. */
  passedOver = 0;

  constructor(kafka: Kafka, topic: string, groupId: string, hearer: AlertHearer) {
    this.#consumer = kafka.consumer({ ...consumerPace, groupId, maxWaitTimeInMs: 100 });
    this.#topic = topic;
    this.#hearer = hearer;
    onGivenUp(this.#consumer, (error) => hearer.givenUp(error));
  }

  async start(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic: this.#topic, fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: true,
      eachBatch: async (payload) => this.#take(payload),
    });
  }

  /** The position up to which changes have been handed out; `commit` stores it. */
  position(): ReadonlyMap<number, string> {
    return new Map(this.#next);
  }

  async commit(position: ReadonlyMap<number, string>): Promise<void> {
    const offsets = [...position].map(([partition, offset]) => ({ topic: this.#topic, partition, offset }));
    if (offsets.length > 0) await this.#consumer.commitOffsets(offsets);
  }

  close(): Promise<void> {
    return this.#consumer.disconnect();
  }

  #take({ batch }: EachBatchPayload): void {
    for (const message of batch.messages) {
      const change = changeOf(message);
      const report = change === null ? reportOf(message) : null;
      if (change !== null) this.#hearer.change(change);
      else if (report !== null) this.#hearer.report?.(report);
      else this.passedOver += 1;
      this.#next.set(batch.partition, String(Number(message.offset) + 1));
    }
  }
}

function changeOf({ headers, value }: KafkaMessage): CausedChange | null {
  const cause = causeOf(textOf(headers, 'ce_id'));
  const type = types[textOf(headers, 'ce_type')];
  if (cause === null || type === undefined) return null;
  try {
    return { cause, type, alert: ToldAlert.parse(JSON.parse(String(value))) };
  } catch {
    return null;
  }
}

function reportOf({ headers, value }: KafkaMessage): WorkerReport | null {
  if (textOf(headers, 'ce_type') !== workerReported) return null;
  try {
    return WorkerReport.parse(JSON.parse(String(value)));
  } catch {
    return null;
  }
}

const textOf = (headers: IHeaders | undefined, name: string): string => String(headers?.[name] ?? '');

import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminTurns } from './admin-turns.ts';

const settleMs = 10_000;

/** Creates topics explicitly, once each, so that no producer or consumer races an automatic creation. */
export interface KafkaTopics {
  ensure(topic: string): Promise<void>;
}

/** Remembers the topics known to exist; a failed creation is tried again at the next call. */
export function createKafkaTopics(inTurn: AdminTurns, partitions: number): KafkaTopics {
  const known = new Map<string, Promise<void>>();
  const create = async (topic: string): Promise<void> => {
    if (await isServed(inTurn, topic)) return;
    const wanted = { topic, numPartitions: partitions, replicationFactor: -1 };
    // kafkajs' own wait for leaders fails while the new topic has not reached the broker's metadata.
    await inTurn((admin) => admin.createTopics({ topics: [wanted], waitForLeaders: false }));
    for (const deadline = performance.now() + settleMs; performance.now() < deadline; await sleep(20)) {
      if (await isServed(inTurn, topic)) return;
    }
    throw new Error(`expected every partition of ${topic} to be served within ${settleMs / 1000} s`);
  };
  return {
    ensure(topic) {
      const present = known.get(topic);
      if (present) return present;
      const created = create(topic);
      known.set(topic, created);
      created.catch(() => known.delete(topic));
      return created;
    },
  };
}

/** Asks each partition's leader: metadata name a leader before it has opened the log, and a send would fail in part. */
async function isServed(inTurn: AdminTurns, topic: string): Promise<boolean> {
  try {
    const { topics } = await inTurn((admin) => admin.fetchTopicMetadata({ topics: [topic] }));
    const partitions = topics[0]?.partitions ?? [];
    if (partitions.length === 0 || partitions.some((partition) => partition.leader < 0)) return false;
    const served = await inTurn((admin) => admin.fetchTopicOffsets(topic));
    return served.length === partitions.length;
  } catch (error) {
    if ((error as { retriable?: boolean }).retriable === true) return false;
    throw error;
  }
}

import type { Admin } from 'kafkajs';

/** Creates topics explicitly, once each, so that no producer or consumer races an automatic creation. */
export interface KafkaTopics {
  ensure(topic: string): Promise<void>;
}

/** Remembers the topics known to exist; a failed creation is tried again at the next call. */
export function createKafkaTopics(admin: Admin, partitions: number): KafkaTopics {
  const known = new Map<string, Promise<void>>();
  const create = async (topic: string): Promise<void> => {
    await admin.createTopics({
      topics: [{ topic, numPartitions: partitions, replicationFactor: -1 }],
      waitForLeaders: true,
    });
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

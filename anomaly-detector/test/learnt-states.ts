import type { Admin, Kafka } from 'kafkajs';
import type { TopicNames } from '../src/adapters/kafka/kafka-topics.ts';
import { StateTopic } from '../src/adapters/kafka/state-topic.ts';
import type { PartitionSnapshot } from '../src/scale-out/state/partition-learner.ts';
import { decodeState } from '../src/scale-out/state/partition-state.ts';
import { decodePointer } from '../src/scale-out/state/pointer.ts';

/** What is stored of a partition, and how many messages it does not contain. */
export type StoredState = { partition: number; behind: number; snapshot: PartitionSnapshot };

/** Reads what workers have stored. */
export async function storedStates(from: {
  kafka: Kafka;
  admin: Admin;
  names: TopicNames;
  groupId: string;
}): Promise<StoredState[]> {
  const store = new StateTopic(from.kafka, from.names.state, from.groupId, (error) => {
    throw error;
  });
  await store.start();
  try {
    const [group] = await from.admin.fetchOffsets({ groupId: from.groupId, topics: [from.names.samples] });
    const ends = await from.admin.fetchTopicOffsets(from.names.samples);
    const stored = group!.partitions.toSorted((a, b) => a.partition - b.partition);
    return await Promise.all(
      stored.map(async ({ partition, offset, metadata }) => {
        const bytes = await store.read(partition, decodePointer(metadata)!.snapshot!);
        const end = ends.find((each) => each.partition === partition)!.high;
        return { partition, behind: Number(end) - Number(offset), snapshot: await decodeState(bytes!) };
      }),
    );
  } finally {
    await store.close();
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminTurns } from './admin-turns.ts';

const tries = 20;

/** Where a partition ends, and from where the group would go on: null where it has stored nothing. */
export interface PartitionOffsets {
  partition: number;
  low: number;
  high: number;
  stored: number | null;
}

/** The offsets of each partition of a topic for a group. */
export async function offsetsOf(
  inTurn: AdminTurns,
  topic: string,
  groupId: string,
): Promise<PartitionOffsets[]> {
  const ends = await patiently(() => inTurn((admin) => admin.fetchTopicOffsets(topic)));
  const [ofGroup] = await patiently(() =>
    inTurn((admin) => admin.fetchOffsets({ groupId, topics: [topic] })),
  );
  const stored = new Map(ofGroup?.partitions.map((each) => [each.partition, Number(each.offset)]));
  return ends.map(({ partition, low, high }) => {
    const offset = stored.get(partition) ?? -1;
    return { partition, low: Number(low), high: Number(high), stored: offset < 0 ? null : offset };
  });
}

/** A broker that has just started, or lost a neighbour, refuses for a moment; kafkajs' admin does not ask again. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt >= tries || (error as { retriable?: boolean }).retriable !== true) throw error;
      await sleep(100);
    }
  }
}

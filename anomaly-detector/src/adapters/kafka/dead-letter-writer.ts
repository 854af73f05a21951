import type { Producer } from 'kafkajs';
import type { DeadLetters } from '../../scale-out/worker/ports.ts';

/** Keeps messages that could not be read, as they came, with where they came from and why. */
export const deadLetterWriter = (
  producer: Producer,
  from: string,
  group: string,
  to: string,
): DeadLetters => ({
  async bury(letters) {
    for (const { partition, offset, value, reason } of letters) {
      const headers = {
        dlq_topic: from,
        dlq_group: group,
        dlq_error: reason,
        dlq_partition: String(partition),
        dlq_offset: String(offset),
      };
      await producer.send({ topic: to, acks: -1, messages: [{ value, headers }] });
    }
  },
});

import type { BusEvent } from './event.ts';

/** The topic that takes what a consumer of `topic` could not handle. */
export function deadLetterTopic(topic: string): string {
  return `${topic}.dlq`;
}

/** Where a dead letter came from and why it died; sent as headers (Kafka) or fields (Redis Streams). */
export interface DeadLetterReason {
  topic: string;
  group: string;
  error: string;
}

/** The extra headers of a dead letter. */
export function deadLetterHeaders(reason: DeadLetterReason): Record<string, string> {
  return { dlq_topic: reason.topic, dlq_group: reason.group, dlq_error: reason.error.slice(0, 500) };
}

/** A record that is no CloudEvent, kept as an event so that it can be looked at; `data.raw` is its text. */
export function unreadableEvent(id: string, key: string, raw: string, time: string): BusEvent {
  return { id, key, type: 'breakwater.unreadable', source: 'event-bus', time, data: { raw } };
}

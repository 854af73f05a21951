import type { IHeaders, KafkaMessage, Message } from 'kafkajs';
import { decodeEvent, encodeEvent } from '../cloud-event.ts';
import { unreadableEvent } from '../dead-letter.ts';
import type { BusEvent } from '../event.ts';

/** An event as a Kafka record; `extra` headers are added. */
export function toRecord(event: BusEvent, extra: Record<string, string> = {}): Message {
  const { headers, body } = encodeEvent(event);
  return { key: event.key, value: body, headers: { ...headers, ...extra } };
}

/** A Kafka record as an event, or why it is none. */
export function fromRecord(
  message: KafkaMessage,
): { readable: true; event: BusEvent } | { readable: false; event: BusEvent; error: Error } {
  const key = message.key?.toString() ?? '';
  const body = message.value?.toString() ?? '';
  try {
    return { readable: true, event: decodeEvent(key, textHeaders(message.headers), body) };
  } catch (cause) {
    const time = new Date(Number(message.timestamp)).toISOString();
    const error = cause instanceof Error ? cause : new Error(String(cause));
    return { readable: false, event: unreadableEvent(`offset-${message.offset}`, key, body, time), error };
  }
}

function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) text[name] = first.toString();
  }
  return text;
}

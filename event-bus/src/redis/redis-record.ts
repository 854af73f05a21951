import { decodeEvent, encodeEvent } from '../cloud-event.ts';
import { unreadableEvent } from '../dead-letter.ts';
import type { BusEvent } from '../event.ts';

/** An event as the fields of a stream entry; `extra` headers are added. */
export function toFields(event: BusEvent, extra: Record<string, string> = {}): string[] {
  const { headers, body } = encodeEvent(event);
  return Object.entries({ ...headers, ...extra, key: event.key, data: body }).flat();
}

/** The fields of a stream entry as an event, or why they are none. */
export function fromFields(
  id: string,
  fields: string[],
): { readable: true; event: BusEvent } | { readable: false; event: BusEvent; error: Error } {
  const record: Record<string, string> = {};
  for (let i = 0; i + 1 < fields.length; i += 2) record[fields[i]!] = fields[i + 1]!;
  const { key = '', data = '', ...headers } = record;
  try {
    return { readable: true, event: decodeEvent(key, headers, data) };
  } catch (cause) {
    const time = new Date(Number(id.split('-')[0])).toISOString();
    const error = cause instanceof Error ? cause : new Error(String(cause));
    return { readable: false, event: unreadableEvent(`entry-${id}`, key, data, time), error };
  }
}

import { randomUUID } from 'node:crypto';

/** A CloudEvents 1.0 event; `key` is the record key: events of one key keep their order. */
export interface BusEvent<Data = unknown> {
  id: string;
  key: string;
  /** Such as `commerce.order.placed`. */
  type: string;
  /** Who says it, such as `demo-commerce/order`. */
  source: string;
  /** ISO 8601 with milliseconds. */
  time: string;
  /** JSON. */
  data: Data;
  /** W3C trace context of the work that caused the event. */
  traceparent?: string;
}

/** What a publisher must say; `id` and `time` are filled in where absent. */
export type NewEvent<Data = unknown> = Omit<BusEvent<Data>, 'id' | 'time'> & { id?: string; time?: string };

/** Completes an event with a fresh id and the present time where they are absent. */
export function completeEvent<Data>(event: NewEvent<Data>): BusEvent<Data> {
  return {
    ...event,
    id: event.id ?? randomUUID(),
    time: event.time ?? new Date().toISOString(),
  };
}

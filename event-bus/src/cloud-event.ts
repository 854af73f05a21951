import type { BusEvent } from './event.ts';

/** An event as headers (`ce_*`, `traceparent`) and a JSON body; both adapters carry exactly this. */
export interface EncodedEvent {
  headers: Record<string, string>;
  body: string;
}

/** Encodes an event in CloudEvents' binary mode. */
export function encodeEvent(event: BusEvent): EncodedEvent {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: event.source,
    ce_time: event.time,
    'content-type': 'application/json',
  };
  if (event.traceparent !== undefined) headers.traceparent = event.traceparent;
  return { headers, body: JSON.stringify(event.data ?? null) };
}

/** Decodes what {@link encodeEvent} made; throws an Error that names the missing header or the broken body. */
export function decodeEvent(key: string, headers: Record<string, string>, body: string): BusEvent {
  const required = (name: string): string => {
    const value = headers[name];
    if (!value) throw new Error(`expected the header ${name}, got none`);
    return value;
  };
  const event: BusEvent = {
    id: required('ce_id'),
    key,
    type: required('ce_type'),
    source: required('ce_source'),
    time: required('ce_time'),
    data: JSON.parse(body),
  };
  return headers.traceparent === undefined ? event : { ...event, traceparent: headers.traceparent };
}

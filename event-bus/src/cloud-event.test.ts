import { describe, expect, it } from 'vitest';
import { decodeEvent, encodeEvent } from './cloud-event.ts';
import type { BusEvent } from './event.ts';

const event: BusEvent = {
  id: '7d3c',
  key: 'order-1',
  type: 'commerce.order.placed',
  source: 'demo-commerce/order',
  time: '2026-11-21T02:51:07.120Z',
  data: { total: 1290 },
};

describe('an event on the wire', () => {
  it('carries the attributes of CloudEvents 1.0 as headers and its data as JSON', () => {
    expect(encodeEvent(event)).toEqual({
      headers: {
        ce_specversion: '1.0',
        ce_id: '7d3c',
        ce_type: 'commerce.order.placed',
        ce_source: 'demo-commerce/order',
        ce_time: '2026-11-21T02:51:07.120Z',
        'content-type': 'application/json',
      },
      body: '{"total":1290}',
    });
  });

  it.each([event, { ...event, traceparent: '00-0af7-b7ad-01' }, { ...event, data: null }])(
    'comes back as it was: %j',
    (given) => {
      const { headers, body } = encodeEvent(given);
      expect(decodeEvent(given.key, headers, body)).toEqual(given);
    },
  );

  it.each(['ce_id', 'ce_type', 'ce_source', 'ce_time'])('without %s is refused by name', (name) => {
    const { headers, body } = encodeEvent(event);
    delete headers[name];
    expect(() => decodeEvent('order-1', headers, body)).toThrow(name);
  });

  it('with a broken body is refused', () => {
    expect(() => decodeEvent('order-1', encodeEvent(event).headers, '{"total":')).toThrow();
  });
});

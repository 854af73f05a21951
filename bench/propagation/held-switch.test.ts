import { expect, test } from 'vitest';
import type { FlagEvent, WireFlag } from '../../flag-sdk/src/evaluation/wire.ts';
import { nothingHeld, takeEvents } from './held-switch.ts';

const flag = (name: string, enabled: boolean) => ({ name, enabled }) as WireFlag;
const whole = (eventId: number, ...flags: WireFlag[]): FlagEvent => ({
  type: 'hydration',
  eventId,
  flags,
  segments: [],
  unreadable: [],
});

test('holds the switch of the whole state, and of each update after it', () => {
  const first = takeEvents(nothingHeld, [whole(5, flag('a', true), flag('b', false))], 'a');
  expect(first).toEqual({ revision: 5, isLive: true });
  expect(takeEvents(first, [{ type: 'flag-updated', eventId: 6, flag: flag('b', true) }], 'a')).toEqual({
    revision: 6,
    isLive: true,
  });
  expect(takeEvents(first, [{ type: 'flag-updated', eventId: 6, flag: flag('a', false) }], 'a')).toEqual({
    revision: 6,
    isLive: false,
  });
});

test('takes nothing that is older than what it holds', () => {
  const held = takeEvents(nothingHeld, [whole(5, flag('a', false))], 'a');
  expect(takeEvents(held, [whole(4, flag('a', true))], 'a')).toBe(held);
});

import { expect, test } from 'vitest';
import { connectionView } from './connection-view.ts';

const at = Date.parse('2026-11-21T02:51:07.000Z');
const base = { lastEventAt: at, lastAnswerAt: at, awaySince: null, awayReason: '', startedAt: at - 60_000 };

test.each([
  [0, 'live'],
  [20_000, 'live'],
  [20_001, 'stale'],
])('%i ms after the last event the stream is %s', (ms, kind) => {
  expect(connectionView(base, at + ms).kind).toBe(kind);
});

test('a page that has just opened waits without a banner', () => {
  const view = connectionView({ ...base, lastEventAt: null, startedAt: at }, at + 5000);
  expect(view).toEqual({ kind: 'connecting', word: 'connecting', banner: null });
});

test('while the control plane is away the banner tells the age of what is shown', () => {
  const view = connectionView(
    { ...base, awaySince: at + 3000, awayReason: 'It does not answer.' },
    at + 43_000,
  );
  expect(view.kind).toBe('away');
  expect(view.banner).toBe('It does not answer. You see the data of 02:51:07Z (43 s old).');
});

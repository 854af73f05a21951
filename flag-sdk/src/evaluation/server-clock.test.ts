import { expect, test, vi } from 'vitest';
import { ServerClock } from './server-clock.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');
const hour = 3_600_000;

const setting = () => {
  const clock = { local: noon, onSkew: vi.fn() };
  const server = new ServerClock({ local: () => clock.local, onSkew: clock.onSkew });
  const hear = (at: number, more: Record<string, string> = {}) =>
    server.hear(new Headers({ date: new Date(at).toUTCString(), ...more }));
  return { clock, server, hear };
};

test('before anything was heard it is the clock of the machine', () => {
  expect(setting().server.now()).toBe(noon);
});

test.each([hour, -hour])('a server that is %d ms ahead is followed, and said once', (ahead) => {
  const { clock, server, hear } = setting();
  hear(noon + ahead);
  clock.local += 10_000;
  hear(noon + ahead + 10_000);
  expect(Math.abs(server.now() - (noon + ahead + 10_000))).toBeLessThan(1_000);
  expect(clock.onSkew).toHaveBeenCalledTimes(1);
});

test('what a header cannot tell apart is no difference', () => {
  const { clock, server, hear } = setting();
  hear(noon - 3_000);
  expect(server.now()).toBe(noon);
  expect(clock.onSkew).not.toHaveBeenCalled();
});

test('a clock that was put right counts again, and a later fault is said again', () => {
  const { clock, server, hear } = setting();
  hear(noon + hour);
  clock.local = noon + hour;
  hear(noon + hour);
  expect(server.now()).toBe(noon + hour);
  clock.local = noon;
  hear(noon + hour);
  expect(clock.onSkew).toHaveBeenCalledTimes(2);
});

test('an answer without a date, with a wrong one or from a cache says nothing', () => {
  const { server, hear } = setting();
  server.hear(new Headers());
  server.hear(new Headers({ date: 'yesterday' }));
  hear(noon - hour, { age: '3600' });
  expect(server.now()).toBe(noon);
});

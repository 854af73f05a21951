import { expect, test } from 'vitest';
import { CallWindow } from './call-window.ts';

test('counts calls and failures of the window', () => {
  const window = new CallWindow(1_000);
  window.add(false, 0);
  window.add(true, 500);
  expect(window.totals(999)).toEqual({ calls: 2, failures: 1 });
});

test('forgets calls slice by slice as time goes on', () => {
  const window = new CallWindow(1_000);
  window.add(true, 50);
  window.add(true, 450);
  expect(window.totals(1_050)).toEqual({ calls: 1, failures: 1 });
  expect(window.totals(1_450)).toEqual({ calls: 0, failures: 0 });
});

test('forgets everything after a long silence', () => {
  const window = new CallWindow(1_000);
  for (let at = 0; at < 1_000; at += 100) window.add(true, at);
  expect(window.totals(60_000)).toEqual({ calls: 0, failures: 0 });
});

test('counts a call of a clock that steps back with the newest', () => {
  const window = new CallWindow(1_000);
  window.add(false, 5_000);
  window.add(true, 4_000);
  expect(window.totals(5_000)).toEqual({ calls: 2, failures: 1 });
});

import { describe, expect, test } from 'vitest';
import { createLoadWindow } from './window.ts';

describe('the load window', () => {
  test('tells rate and shares of the last full seconds', () => {
    const window = createLoadWindow(11, 0);
    for (let second = 0; second < 20; second += 1) {
      const now = second * 1000 + 10;
      for (let i = 0; i < 40; i += 1) window.count(now, 'sent');
      for (let i = 0; i < 30; i += 1) window.count(now, 'ok');
      for (let i = 0; i < 6; i += 1) window.count(now, 'degraded');
      for (let i = 0; i < 4; i += 1) window.count(now, 'error');
    }
    expect(window.totals(20_000)).toEqual({ sentPerSecond: 40, errorRatio: 0.1, degradedRatio: 0.15 });
  });

  test('tells the true rate before the window is full', () => {
    const window = createLoadWindow(11, 0);
    for (let i = 0; i < 40; i += 1) window.count(i * 25, 'sent');
    expect(window.totals(1000).sentPerSecond).toBe(40);
  });

  test('forgets what is older than the window', () => {
    const window = createLoadWindow(11, 0);
    window.count(0, 'sent');
    window.count(0, 'error');
    expect(window.totals(5000).errorRatio).toBe(1);
    expect(window.totals(60_000)).toEqual({ sentPerSecond: 0, errorRatio: 0, degradedRatio: 0 });
  });
});

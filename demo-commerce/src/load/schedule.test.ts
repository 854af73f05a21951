import { describe, expect, test } from 'vitest';
import { createSchedule } from './schedule.ts';

const seeded = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

/** Arrivals in each of `seconds` seconds when asked every `everyMs`. */
const perSecond = (rate: number, seconds: number, everyMs: number) => {
  const schedule = createSchedule(rate, 0, seeded(1));
  return Array.from({ length: seconds }, (_, second) => {
    let count = 0;
    for (let now = second * 1000; now < (second + 1) * 1000; now += everyMs) count += schedule.takeDue(now);
    return count;
  });
};

describe('the schedule', () => {
  test('sends the asked rate each second, within one arrival', () => {
    for (const count of perSecond(40, 60, 5)) expect(Math.abs(count - 40)).toBeLessThanOrEqual(1);
  });

  test('does not depend on how often it is asked', () => {
    const total = (everyMs: number) => perSecond(40, 20, everyMs).reduce((sum, n) => sum + n, 0);
    expect(Math.abs(total(1) - total(250))).toBeLessThanOrEqual(10);
  });

  test('tells when to look next, and that is never in the past after a look', () => {
    const schedule = createSchedule(100, 0, seeded(2));
    for (let now = 0; now < 2000; now += 7) {
      schedule.takeDue(now);
      expect(schedule.nextAt()).toBeGreaterThan(now);
    }
  });

  test('does not make up for a long stall of the generator with a burst', () => {
    const schedule = createSchedule(40, 0, seeded(3));
    schedule.takeDue(100);
    expect(schedule.takeDue(30_000)).toBeLessThanOrEqual(1);
  });

  test('changes its rate at once, also to nothing and back', () => {
    const schedule = createSchedule(40, 0, seeded(4));
    schedule.setRate(0, 1000);
    expect(schedule.takeDue(60_000)).toBe(0);
    expect(schedule.nextAt()).toBe(Number.POSITIVE_INFINITY);
    schedule.setRate(1000, 60_000);
    let count = 0;
    for (let now = 60_000; now <= 61_000; now += 1) count += schedule.takeDue(now);
    expect(Math.abs(count - 1000)).toBeLessThanOrEqual(2);
  });
});

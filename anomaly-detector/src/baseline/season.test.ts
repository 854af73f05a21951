import { describe, expect, it } from 'vitest';
import { at, floatStride } from './layout.ts';
import { clearProfile, dayProfile, expectedAt, isProfileKnown, learnProfile } from './season.ts';

const daily = (t: number) => 100 + 50 * Math.sin((2 * Math.PI * t) / 86_400);

function learnDays(days: number): Float32Array {
  const f = new Float32Array(floatStride);
  clearProfile(f, 0, dayProfile);
  for (let t = 0; t < days * 86_400; t += 300) learnProfile(f, 0, dayProfile, t, daily(t));
  return f;
}

describe('season', () => {
  it('knows nothing of hours that it has not seen', () => {
    expect(expectedAt(learnDays(0.25), 0, dayProfile, 18 * 3600)).toBeNaN();
  });

  it('expects the daily course after one day', () => {
    const f = learnDays(1);
    for (let t = 0; t < 86_400; t += 1800) {
      expect(Math.abs(expectedAt(f, 0, dayProfile, 5 * 86_400 + t) - daily(t))).toBeLessThan(3);
    }
  });

  it('moves a tenth of the way on each later visit of a bucket', () => {
    const f = learnDays(3);
    const noon = 12.5 * 3600;
    const before = expectedAt(f, 0, dayProfile, noon);
    for (let t = 12 * 3600; t < 13 * 3600; t += 300)
      learnProfile(f, 0, dayProfile, 3 * 86_400 + t, before + 100);
    expect(expectedAt(f, 0, dayProfile, noon) - before).toBeGreaterThan(7);
    expect(expectedAt(f, 0, dayProfile, noon) - before).toBeLessThan(12);
  });

  it('is used from the third calendar day', () => {
    const f = new Float32Array(floatStride);
    f[at.firstDay] = 10;
    expect(isProfileKnown(f, 0, dayProfile, 11.9 * 86_400)).toBe(false);
    expect(isProfileKnown(f, 0, dayProfile, 12 * 86_400)).toBe(true);
  });
});

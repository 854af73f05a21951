import { describe, expect, it } from 'vitest';
import { floatStride } from './layout.ts';
import { emptyMoment, setMoment } from './moment.ts';
import { clearProfile, dayProfile, expectedAt, learnProfile } from './season.ts';

const daily = (t: number) => 100 + 50 * Math.sin((2 * Math.PI * t) / 86_400);

const moment = emptyMoment();

function learn(f: Float32Array, t: number, value: number, stepS: number): void {
  setMoment(moment, t, stepS);
  learnProfile(f, 0, dayProfile, moment.inDay.bucket, value);
}

/** What is expected at a time of day once the profile is in use. */
function expectedLater(f: Float32Array, t: number, stepS = 300): number {
  setMoment(moment, 5 * 86_400 + t, stepS);
  return expectedAt(f, 0, dayProfile, 5, moment.inDay);
}

function learnDays(days: number, stepS = 300): Float32Array {
  const f = new Float32Array(floatStride);
  clearProfile(f, 0, dayProfile);
  for (let t = 0; t < days * 86_400; t += stepS) learn(f, t, daily(t), stepS);
  return f;
}

describe('season', () => {
  it('knows nothing of hours that it has not seen', () => {
    expect(expectedLater(learnDays(0.25), 18 * 3600)).toBeNaN();
  });

  it('expects the daily course after one day', () => {
    const f = learnDays(1);
    for (let t = 0; t < 86_400; t += 1800) {
      expect(Math.abs(expectedLater(f, t) - daily(t))).toBeLessThan(3);
    }
  });

  it.each([
    [1, 0],
    [1, 1800],
    [3, 0],
    [4, 600],
    [6, 0],
    [12, 3000],
  ])('expects of rows every %s h, %s s past the hour, just what it has seen', (hours, offsetS) => {
    const stepS = hours * 3600;
    const f = new Float32Array(floatStride);
    clearProfile(f, 0, dayProfile);
    for (let t = offsetS; t < 86_400; t += stepS) learn(f, t, daily(t), stepS);
    for (let t = offsetS; t < 86_400; t += stepS) expect(expectedLater(f, t, stepS)).toBeCloseTo(daily(t), 3);
  });

  it('moves a tenth of the way on each later visit of a bucket', () => {
    const f = learnDays(3);
    const noon = 12.5 * 3600;
    const before = expectedLater(f, noon);
    for (let t = 12 * 3600; t < 13 * 3600; t += 300) learn(f, 3 * 86_400 + t, before + 100, 300);
    expect(expectedLater(f, noon) - before).toBeGreaterThan(7);
    expect(expectedLater(f, noon) - before).toBeLessThan(12);
  });

  it('is used from the third calendar day', () => {
    const f = learnDays(1);
    const place = { bucket: 3, left: 3, right: 4, share: 0.5 };
    expect(expectedAt(f, 0, dayProfile, 1, place)).toBeNaN();
    expect(expectedAt(f, 0, dayProfile, 2, place)).not.toBeNaN();
  });
});

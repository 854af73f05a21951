import { describe, expect, test } from 'vitest';
import { grade, gradeTwoFold, profiles, type Scored } from './scorer.ts';

/** A thousand rows, of which 400 to 499 are wrong, with scores at some rows. */
const scored = (at: Record<number, number>): Scored => {
  const scores = new Float64Array(1000);
  for (const [row, score] of Object.entries(at)) scores[Number(row)] = score;
  const rows = Array.from(scores, (_, row) => ({ at: row * 60_000, value: 0 }));
  return { series: { name: 'series', rows, windows: [[400, 499]] }, scores };
};
const standard = (at: Record<number, number>, threshold?: number) =>
  grade([scored(at)], profiles.standard, threshold).score;

describe('the grade', () => {
  test('is 0 for a detector that never fires and 100 for one that fires where each window begins', () => {
    expect(standard({})).toBe(0);
    expect(standard({ 400: 0.9 })).toBeCloseTo(100, 6);
  });

  test('falls with each row that is lost of a window', () => {
    const grades = [400, 430, 460, 490, 499].map((row) => standard({ [row]: 0.9 }));
    expect(grades).toEqual(grades.toSorted((a, b) => b - a));
    expect(grades.at(-1)).toBeGreaterThan(50);
    expect(grades.at(-1)).toBeLessThan(52);
  });

  test('counts the best detection of a window, and each false alarm', () => {
    expect(standard({ 400: 0.9, 450: 0.9 })).toBeCloseTo(100, 6);
    // A false alarm before any window costs 0.11 of the 2 that lie between never and perfect.
    expect(standard({ 200: 0.9, 400: 0.9 })).toBeCloseTo(100 - 5.5, 6);
    expect(grade([scored({ 200: 0.9, 400: 0.9 })], profiles.low_fp).score).toBeCloseTo(100 - 11, 6);
    expect(standard({ 505: 0.9, 400: 0.9 })).toBeGreaterThan(98);
  });

  test('leaves the probation out', () => {
    expect(standard({ 149: 0.9, 400: 0.9 })).toBeCloseTo(100, 6);
  });

  test('takes the best threshold, or the one that is given', () => {
    const at = { 200: 0.3, 300: 0.3, 400: 0.9 };
    expect(grade([scored(at)], profiles.standard)).toEqual({ score: expect.closeTo(100, 6), threshold: 0.9 });
    expect(standard(at, 0.2)).toBeCloseTo(100 - 11, 6);
    expect(standard(at, 0.95)).toBe(0);
  });

  test('punishes a missed window twice where misses matter most', () => {
    const pair = [scored({ 400: 0.9 }), scored({})];
    expect(grade(pair, profiles.standard).score).toBeCloseTo(50, 6);
    expect(grade(pair, profiles.low_fn).score).toBeCloseTo(50, 6);
    expect(grade(pair, profiles.low_fn, 2).score).toBe(0);
  });
});

test('of two folds each is graded with the threshold of the other', () => {
  const loud = scored({ 200: 0.5, 300: 0.5, 400: 0.9 });
  const quiet = scored({ 400: 0.5 });
  // Best on the loud one is 0.9, which misses the quiet one; best on the quiet one is 0.5, with two false alarms.
  expect(gradeTwoFold([loud, quiet], profiles.standard)).toBeCloseTo((0 + (100 - 11)) / 2, 6);
});

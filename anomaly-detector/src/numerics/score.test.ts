import { expect, it } from 'vitest';
import { clamp } from './clamp.ts';
import { scoreOfEvidence } from './score.ts';

it('maps the alert threshold to one half and never reaches one', () => {
  expect(scoreOfEvidence(0)).toBe(0);
  expect(scoreOfEvidence(-1)).toBe(0);
  expect(scoreOfEvidence(1)).toBe(0.5);
  expect(scoreOfEvidence(3)).toBe(0.75);
  expect(scoreOfEvidence(1e6)).toBeLessThan(1);
});

it.each([
  [5, 5],
  [-1, 0],
  [11, 10],
])('clamps %d between 0 and 10 to %d', (value, expected) => {
  expect(clamp(value, 0, 10)).toBe(expected);
});

import { expect, it } from 'vitest';
import { gapEvidence } from './gap.ts';

it.each([
  ['a little late', 20, 10, 10, 0],
  ['nine intervals', 90, 10, 10, 0],
  ['twenty intervals where that never happened', 200, 10, 10, 2],
  ['twenty intervals where that happened before', 200, 10, 200, 0],
])('%s', (_, seconds, interval, longest, evidence) => {
  expect(gapEvidence(seconds, interval, longest)).toBe(evidence);
});

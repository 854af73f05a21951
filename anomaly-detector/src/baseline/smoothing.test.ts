import { expect, it } from 'vitest';
import { setSmoothing, smoothing } from './smoothing.ts';

/** How far what is smoothed has come an hour after a step of 1. */
function stepAfterAnHour(intervalS: number): number {
  setSmoothing(intervalS);
  let mean = 0;
  for (let t = 0; t < 3600; t += intervalS) mean += smoothing.rate * (1 - mean);
  return mean;
}

it.each([10, 60, 300])('follows over an hour in rows of %s s', (intervalS) => {
  expect(stepAfterAnHour(intervalS)).toBeCloseTo(0.865, 1);
  expect(smoothing.settledAfter).toBe(7200 / intervalS);
});

it.each([0, 1800, 86_400])('takes twelve rows where rows of %s s are long or not known yet', (intervalS) => {
  setSmoothing(intervalS);
  expect(smoothing).toMatchObject({ rate: 2 / 13, left: 1 / Math.sqrt(12), settledAfter: 24 });
});

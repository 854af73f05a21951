import { expect, test } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import { poisson, randomSource } from '../../test/random.ts';
import { Learner } from './learner.ts';

const calls = plainSeries('calls', {
  direction: 'out',
  peer: 'payment',
  metric: 'error_ratio',
  signal: 'errors',
  unit: '1',
  worse: 'up',
});
const rowS = 2;
const calmRows = 900;

/** Alerts in half an hour of health at one failure in 300, and the row of the first one once every call fails. */
function run(perSecond: number, seed: number): { calm: number; foundAtRow: number } {
  const random = randomSource(seed);
  const learner = new Learner();
  let calm = 0;
  for (let row = 0; row < calmRows + 30; row += 1) {
    const isDown = row >= calmRows;
    const count = poisson(random, perSecond * rowS);
    const failures = Array.from({ length: count }, random).filter((at) => isDown || at < 1 / 300).length;
    const value = count === 0 ? Number.NaN : failures / count;
    const change = learner.read({ series: calls, at: row * rowS * 1000, value, count });
    if (change?.type !== 'started') continue;
    if (isDown) return { calm, foundAtRow: row - calmRows + 1 };
    calm += 1;
  }
  return { calm, foundAtRow: Number.POSITIVE_INFINITY };
}

test.each([
  [4, 6],
  [2, 10],
])(
  'at %i requests a second all of which fail it takes %i rows at most, mostly, and health is quiet',
  (perSecond, rows) => {
    const runs = Array.from({ length: 20 }, (_, seed) => run(perSecond, seed + 1));
    expect(runs.filter(({ calm }) => calm > 0)).toEqual([]);
    const late = runs.filter(({ foundAtRow }) => foundAtRow > rows);
    expect(late.length).toBeLessThanOrEqual(3);
  },
);

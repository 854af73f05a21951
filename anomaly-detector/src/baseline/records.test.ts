import { expect, it } from 'vitest';
import { normal, randomSource } from '../../test/random.ts';
import { SeriesBank } from './bank.ts';
import { at } from './layout.ts';
import { emptyPoint } from './point.ts';
import { observe } from './series-model.ts';
import { plainTraits } from './traits.ts';

const intervalS = 300;
const dayRows = 86_400 / intervalS;
const judging = { traits: plainTraits, learning: 1, threshold: 2, without: 0 };

/** A bank of one series, and what takes its next value. */
const oneSeries = () => {
  const bank = new SeriesBank();
  const slot = bank.allocate();
  const point = emptyPoint();
  const row = { t: 0, value: 0, count: Number.NaN };
  const take = (value: number) => {
    row.t += intervalS;
    row.value = value;
    observe(bank, slot, row, judging, point);
  };
  return { bank, take };
};

it('takes one wild row for no change of spread', () => {
  const uniform = randomSource(1);
  const { bank, take } = oneSeries();
  for (let index = 0; index < 7 * dayRows; index += 1) take(100 + normal(uniform));
  const before = bank.floats[at.squaredStep]!;
  take(400);
  // As it is, a step of 300 deviations would raise the squared step by 7,200.
  expect(bank.floats[at.squaredStep]! - before).toBeLessThan(400);
});

it('takes one wild row for no shift', () => {
  const uniform = randomSource(1);
  const { bank, take } = oneSeries();
  for (let index = 0; index < 7 * dayRows; index += 1) take(100 + normal(uniform));
  const before = [bank.floats[at.residualSmooth]!, bank.floats[at.smoothed]!] as const;
  take(400);
  // As it is, a row that is off by 300 deviations would move a mean over an hour by 46.
  expect(bank.floats[at.residualSmooth]! - before[0]).toBeLessThan(15);
  expect(bank.floats[at.smoothed]! - before[1]).toBeLessThan(15);
});

import { describe, expect, it } from 'vitest';
import { normal, randomSource } from '../../test/random.ts';
import { SeriesBank } from './bank.ts';
import { at, cluster, late } from './layout.ts';
import { emptyPoint } from './point.ts';
import { endPause, observe, rowsOf } from './series-model.ts';
import { plainTraits } from './traits.ts';

const judging = { traits: plainTraits, learning: 1, threshold: 2, without: 0 };

/** A series of which `rows` are learnt, one a minute; and its values as they are kept, in 32 bits. */
function learnt(rows: number) {
  const bank = new SeriesBank();
  const slot = bank.allocate();
  const random = randomSource(7);
  let next = 0;
  const learn = (many: number, values?: number[]) => {
    for (const end = next + many; next < end; next += 1) {
      // All later ones lie above the first, so that none of what is kept of them is negative or 0.
      const value = next === 0 ? 40 : 50 + normal(random);
      values?.push(value);
      observe(bank, slot, { t: next * 60, value, count: Number.NaN }, judging, emptyPoint());
    }
  };
  learn(rows);
  return { bank, slot, learn };
}

const suddenClusters = ({ floats }: SeriesBank) => [
  ...floats.slice(late.suddenClusters, late.suddenClusters + 4),
];
const untouched = [1, 10, 0, 0];

describe('what is kept in the room of the first rows once a series is warm', () => {
  it('leaves the first rows alone until then, and begins afresh', () => {
    const { bank, learn } = learnt(0);
    const values: number[] = [];
    learn(59, values);
    const kept = bank.floats.subarray(at.firstRows, at.firstRows + 59);
    values.forEach((value, row) => {
      expect(kept[row]).toBeCloseTo(value - values[0]!, 3);
    });
    learn(1);
    expect(suddenClusters(bank)).toEqual(untouched);
  });

  it('does so again where a series begins anew over old state', () => {
    const { bank, slot, learn } = learnt(300);
    bank.floats[late.suddenClusters + cluster.mean] = 9;
    bank.floats.fill(9, late.lastingUp, late.stood + 1);
    endPause(bank, slot, 60 * 100_000);
    expect(rowsOf(bank, slot)).toBe(0);
    learn(61);
    expect(suddenClusters(bank)).toEqual(untouched);
    expect(bank.floats[late.lastingUp]).toBe(0);
    expect(bank.floats[late.lastingDown]).toBe(0);
    expect(bank.floats[late.onset]).toBe(0);
    expect(bank.floats[late.stood]).toBe(0);
    expect(bank.floats[late.smoothSquare]).toBeLessThan(4);
  });

  it('counts the sudden records of a warm series', () => {
    const { bank } = learnt(5000);
    expect(bank.floats[late.suddenClusters + cluster.weight]).toBeGreaterThan(11);
  });
});

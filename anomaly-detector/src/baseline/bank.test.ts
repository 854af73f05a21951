import { describe, expect, it } from 'vitest';
import { normal, randomSource } from '../../test/random.ts';
import { SeriesBank } from './bank.ts';
import { floatStride, wideStride } from './layout.ts';
import { emptyPoint } from './point.ts';
import { observe } from './series-model.ts';
import { plainTraits } from './traits.ts';

const judging = { traits: plainTraits, learning: 1, threshold: 2, without: 0 };

function feed(bank: SeriesBank, slots: number[], from: number, to: number, seed: number): string[] {
  const random = randomSource(seed);
  const point = emptyPoint();
  const seen: string[] = [];
  for (let row = from; row < to; row += 1) {
    for (const slot of slots) {
      observe(
        bank,
        slot,
        { t: row * 300, value: 50 + normal(random) * (slot + 1), count: Number.NaN },
        judging,
        point,
      );
      seen.push(JSON.stringify(point));
    }
  }
  return seen;
}

describe('SeriesBank', () => {
  it('continues bit for bit after snapshot and restore', () => {
    const bank = new SeriesBank(2);
    const slots = Array.from({ length: 40 }, () => bank.allocate());
    feed(bank, slots, 0, 300, 1);
    const copy = SeriesBank.restore(bank.snapshot());
    expect(feed(copy, slots, 300, 600, 2)).toEqual(feed(bank, slots, 300, 600, 2));
    expect(copy.snapshot()).toEqual(bank.snapshot());
  });

  it('keeps series apart', () => {
    const alone = new SeriesBank();
    feed(alone, [alone.allocate()], 0, 200, 7);
    const shared = new SeriesBank();
    const slots = [shared.allocate(), shared.allocate()];
    feed(shared, [slots[0]!], 0, 200, 7);
    feed(shared, [slots[1]!], 0, 200, 8);
    expect(shared.copySlot(0)).toEqual(alone.copySlot(0));
  });

  it('costs less than a kilobyte a series', () => {
    expect(floatStride * 4 + wideStride * 8).toBeLessThanOrEqual(1024);
  });

  it('refuses a snapshot of another layout', () => {
    const snapshot = { count: 2, floats: new Float32Array(3), wides: new Float64Array(3) };
    expect(() => SeriesBank.restore(snapshot)).toThrow(/snapshot of 2 series/);
  });
});

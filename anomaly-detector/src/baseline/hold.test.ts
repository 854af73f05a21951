import { describe, expect, it } from 'vitest';
import { emptyFrame } from './frame.ts';
import { holdBack, wasTold } from './hold.ts';
import { floatStride } from './layout.ts';

/** What passes of evidence that is sudden unless `suddenPower` is 0. */
const held = (evidence: readonly number[], intervalS = 300, suddenPower = 1) => {
  const frame = { ...emptyFrame(), f: new Float32Array(floatStride), intervalS, suddenPower };
  return evidence.map((one) => holdBack(frame, one));
};
const none = (rows: number) => new Array<number>(rows).fill(0);

describe('holdBack', () => {
  it('lets one deviation through once', () => {
    expect(held([1.5, 1.2, 1.5, 1.6])).toEqual([1.5, 0, 0, 0]);
  });

  it('lets what is far larger through, and of what is slow twice as much', () => {
    expect(held([0.5, 0.75, 1])).toEqual([0.5, 0, 1]);
    expect(held([1.5, 2.1, 2.3, 2.9, 3.1])).toEqual([1.5, 0, 2.3, 0, 3.1]);
    expect(held([1.5, 2.1, 2.3, 2.9, 3.1], 300, 0)).toEqual([1.5, 0, 0, 0, 3.1]);
  });

  it('always lets the first evidence at the threshold through', () => {
    expect(held([0.6, 0.9, 1.1])).toEqual([0.6, 0, 1.1]);
  });

  it('starts again a hundred rows later', () => {
    expect(held([1.5, ...none(99), 1.2]).at(-1)).toBe(0);
    expect(held([1.5, ...none(100), 1.2]).at(-1)).toBe(1.2);
  });

  it('starts again sixteen hours later where rows are long', () => {
    expect(held([1.5, ...none(15), 1.2], 3600).at(-1)).toBe(0);
    expect(held([1.5, ...none(16), 1.2], 3600).at(-1)).toBe(1.2);
  });

  it('lets another deviation through while the echo of the first lasts', () => {
    const frame = { ...emptyFrame(), f: new Float32Array(floatStride), intervalS: 300 };
    expect(holdBack(frame, 2)).toBe(2);
    for (let row = 0; row < 50; row += 1) expect(holdBack(frame, 1.5, 0)).toBe(0);
    expect(holdBack(frame, 1.5, 1.2)).toBe(0);
    expect(holdBack(frame, 1.5, 1.2, true)).toBe(1.2);
    expect(holdBack(frame, 1.5, 1.2)).toBe(0);
  });

  it('tells a deviation that stays once, however long it stays', () => {
    expect(held([1.5, ...new Array<number>(300).fill(0.9)]).filter((one) => one > 0)).toEqual([1.5]);
  });

  it('remembers the side of what it let through, and holds either back', () => {
    const frame = { ...emptyFrame(), f: new Float32Array(floatStride), intervalS: 300 };
    expect([wasTold(frame, 1), wasTold(frame, -1)]).toEqual([false, false]);
    expect(holdBack(frame, 2, 2, false, -1)).toBe(2);
    expect([wasTold(frame, 1), wasTold(frame, -1)]).toEqual([false, true]);
    expect(holdBack(frame, 1.9, 1.9, false, 1)).toBe(0);
    expect(holdBack(frame, 1.9, 1.9, false, -1)).toBe(0);
    expect(holdBack(frame, 1.9, 1.9, true, 1)).toBe(1.9);
    expect([wasTold(frame, 1), wasTold(frame, -1)]).toEqual([true, false]);
  });
});

import { describe, expect, it } from 'vitest';
import { clearAlarms, takenShare } from './alarm-memory.ts';
import { floatStride } from './layout.ts';

function fresh(): Float32Array {
  const f = new Float32Array(floatStride);
  clearAlarms(f, 0);
  return f;
}

const quiet = (f: Float32Array, rows: number) => {
  for (let row = 0; row < rows; row += 1) takenShare(f, 0, false);
};

describe('the share of a row that the ranges take over', () => {
  it('is all of an ordinary row and little of one that alarms', () => {
    const f = fresh();
    expect(takenShare(f, 0, false)).toBe(1);
    expect(takenShare(f, 0, true)).toBeCloseTo(0.03, 6);
    expect(takenShare(f, 0, true)).toBeCloseTo(0.03, 6);
  });

  it('grows with each alarm that comes back', () => {
    const f = fresh();
    const shares: number[] = [];
    for (let alarm = 0; alarm < 40; alarm += 1) {
      shares.push(takenShare(f, 0, true));
      quiet(f, 60);
    }
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[9]).toBeGreaterThan(0.25);
    expect(shares[39]).toBeGreaterThan(0.9);
  });

  it('is little again once the alarms are long past', () => {
    const f = fresh();
    for (let alarm = 0; alarm < 20; alarm += 1) {
      takenShare(f, 0, true);
      quiet(f, 60);
    }
    quiet(f, 60_000);
    expect(takenShare(f, 0, true)).toBeLessThan(0.05);
  });

  it('grows where an alarm has lasted, and is small again at the next', () => {
    const f = fresh();
    for (let row = 0; row < 72; row += 1) takenShare(f, 0, true);
    expect(takenShare(f, 0, true)).toBeCloseTo(0.3, 6);
    quiet(f, 60);
    expect(takenShare(f, 0, true)).toBeLessThan(0.07);
  });
});

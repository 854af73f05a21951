import { describe, expect, it } from 'vitest';
import { floatStride } from './layout.ts';
import { clearStanding, countStanding, hasStood, tellStanding } from './standing.ts';

function fresh(): Float32Array {
  const f = new Float32Array(floatStride).fill(9);
  clearStanding(f, 0);
  return f;
}

/** Counts rows that bear out an alarm, or do not, and says at which something had stood. */
const count = (f: Float32Array, rows: number, isBorne: (row: number) => boolean) =>
  Array.from({ length: rows }, (_, row) => {
    countStanding(f, 0, isBorne(row));
    return hasStood(f, 0);
  });
const always = () => true;
const never = () => false;

describe('what goes on', () => {
  it('has stood at its twentieth row, and stands until it is told', () => {
    const f = fresh();
    expect(count(f, 30, always).indexOf(true)).toBe(19);
    tellStanding(f, 0);
    expect(count(f, 100, always)).not.toContain(true);
  });

  it('stands also where a row now and then does not bear it out', () => {
    expect(count(fresh(), 40, (row) => row % 5 !== 0)).toContain(true);
  });

  it('never stands as an echo, which few rows bear out', () => {
    expect(count(fresh(), 1000, (row) => row % 3 === 0)).not.toContain(true);
  });

  it('is another one once what was told is over', () => {
    const f = fresh();
    count(f, 5, always);
    tellStanding(f, 0);
    expect(count(f, 300, always)).not.toContain(true);
    count(f, 10, never);
    expect(count(f, 40, always), 'too soon').not.toContain(true);
    count(f, 20, never);
    expect(count(f, 20, always).at(-1)).toBe(true);
  });
});

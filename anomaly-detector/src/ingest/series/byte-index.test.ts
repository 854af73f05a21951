import { expect, it } from 'vitest';
import { ByteIndex } from './byte-index.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const find = (index: ByteIndex, text: string) => index.find(bytes(`__${text}__`), 2, 2 + text.length);
const filled = (many: number) => {
  const index = new ByteIndex(42);
  for (let entry = 0; entry < many; entry += 1)
    index.add(bytes(`series ${entry}`), 0, `series ${entry}`.length);
  return index;
};

it('finds what was added, in whichever order it is asked for, and nothing else', () => {
  const index = filled(5_000);
  for (let step = 0; step < 5_000; step += 1) {
    const entry = (step * 1_237) % 5_000;
    expect(find(index, `series ${entry}`)).toBe(entry);
  }
  for (let entry = 0; entry < 5_000; entry += 1) expect(find(index, `series ${entry}`)).toBe(entry);
  expect(find(index, 'series 5000')).toBe(-1);
  expect(find(index, '')).toBe(-1);
});

it('finds what is longer than its pieces of memory', () => {
  const index = filled(3);
  const long = 'x'.repeat(600_000);
  const entry = index.add(bytes(long), 0, long.length);
  expect(find(index, long)).toBe(entry);
  expect(find(index, 'series 1')).toBe(1);
});

it('keeps what it should and renumbers it in the same order', () => {
  const index = filled(100).filtered((entry) => entry % 10 === 3);
  expect(index.count).toBe(10);
  expect([find(index, 'series 3'), find(index, 'series 93'), find(index, 'series 4')]).toEqual([0, 9, -1]);
});

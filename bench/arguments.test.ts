import { expect, test } from 'vitest';
import { parseBenchArguments } from './arguments.ts';

const names = ['eval', 'guard'];

test('a name is enough', () => {
  expect(parseBenchArguments(['eval'], names)).toEqual({ name: 'eval', seed: 1, short: false });
});

test('reads the seed and whether it is short', () => {
  const expected = { name: 'guard', seed: 7, short: true };
  expect(parseBenchArguments(['guard', '--seed', '7', '--short'], names)).toEqual(expected);
});

test.each([[[]], [['fast']], [['eval', 'guard']]])('%j names no bench, and is told what there is', (args) => {
  expect(() => parseBenchArguments(args, names)).toThrow(/eval, guard/);
});

test('a seed that is no whole number is refused', () => {
  expect(() => parseBenchArguments(['eval', '--seed', '1.5'], names)).toThrow(/--seed.*"1.5"/);
});

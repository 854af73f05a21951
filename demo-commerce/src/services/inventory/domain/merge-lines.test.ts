import { expect, test } from 'vitest';
import { mergeLines } from './merge-lines.ts';

test('lines of one product become one, and products come in one order', () => {
  expect(
    mergeLines([
      { productId: 'b', quantity: 1 },
      { productId: 'a', quantity: 2 },
      { productId: 'b', quantity: 3 },
    ]),
  ).toEqual([
    { productId: 'a', quantity: 2 },
    { productId: 'b', quantity: 4 },
  ]);
});

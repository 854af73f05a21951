import { expect, test } from 'vitest';
import { typedKeyState } from './typed-key.ts';

test.each([
  ['', 'checkout.express', { kind: 'empty' }],
  ['check', 'checkout.express', { kind: 'begun', rest: 'out.express' }],
  [' checkout.express ', 'checkout.express', { kind: 'complete' }],
  ['checkout.exprez', 'checkout.express', { kind: 'wrong' }],
  ['Checkout', 'checkout.express', { kind: 'wrong' }],
  ['l0', 'L0', { kind: 'complete' }],
  ['l1', 'L0', { kind: 'wrong' }],
])('“%s” for %s', (typed, wanted, state) => {
  expect(typedKeyState(typed, wanted)).toEqual(state);
});

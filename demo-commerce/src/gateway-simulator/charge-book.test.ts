import { describe, expect, test } from 'vitest';
import { openChargeBook } from './charge-book.ts';

describe('the payment provider', () => {
  test('answers a repeated charge with its first answer, whatever the card', () => {
    let number = 0;
    const book = openChargeBook(() => `r${++number}`);
    const first = book.charge('order-1', 'card-ok');
    expect(first).toEqual({ approved: true, reference: 'r1' });
    expect(book.charge('order-1', 'card-declined')).toEqual(first);
    expect(book.charge('order-2', 'card-ok')).toEqual({ approved: true, reference: 'r2' });
  });

  test('refuses the cards that stand for refusals', () => {
    const book = openChargeBook(() => 'r');
    expect(book.charge('a', 'card-declined')).toEqual({ approved: false, reason: 'insufficient funds' });
    expect(book.charge('b', 'card-expired')).toEqual({ approved: false, reason: 'card expired' });
  });

  test('refunds once and forgets the oldest keys first', () => {
    const book = openChargeBook(() => 'r', 2);
    expect([
      book.refund('a'),
      book.refund('a'),
      book.refund('b'),
      book.refund('c'),
      book.refund('a'),
    ]).toEqual([true, false, true, true, true]);
  });
});

import { describe, expect, test } from 'vitest';
import {
  decide,
  evolve,
  mostFailedPayments,
  type OrderStatus,
  type SagaEvent,
  type SagaInput,
  type SagaState,
} from './saga.ts';

const given = (status: OrderStatus, failedPayments = 0): SagaState => ({ status, failedPayments });

describe('the saga of an order', () => {
  const table: [SagaState, SagaInput, SagaEvent | undefined][] = [
    [given('placed'), { kind: 'stock_reserved' }, { kind: 'reserved', payInMs: 0 }],
    [
      given('placed'),
      { kind: 'stock_rejected', productId: 'p' },
      { kind: 'cancelled', reason: 'p is sold out' },
    ],
    [given('reserved'), { kind: 'payment_captured' }, { kind: 'confirmed' }],
    [given('payment_deferred'), { kind: 'payment_captured' }, { kind: 'confirmed' }],
    [
      given('reserved'),
      { kind: 'payment_declined', reason: 'no funds', hint: 'another card' },
      { kind: 'cancelled', reason: 'no funds', hint: 'another card' },
    ],
    [given('reserved'), { kind: 'payment_switched_off' }, { kind: 'payment_deferred', payInMs: 0 }],
    [given('payment_deferred'), { kind: 'payment_switched_off' }, undefined],
    [given('reserved'), { kind: 'payment_accepted' }, undefined],
    [given('reserved'), { kind: 'payment_unreachable' }, { kind: 'payment_failed', payInMs: 1000 }],
    [
      given('payment_deferred', 3),
      { kind: 'payment_unreachable' },
      { kind: 'payment_failed', payInMs: 8000 },
    ],
    [
      given('payment_deferred', 9),
      { kind: 'payment_unreachable' },
      { kind: 'payment_failed', payInMs: 30_000 },
    ],
    [
      given('payment_deferred', mostFailedPayments - 1),
      { kind: 'payment_unreachable' },
      { kind: 'cancelled', reason: 'the payment provider could not be reached' },
    ],
  ];

  test.each(table)('in state %j hears %j and says %j', (state, input, event) => {
    expect(decide(input, state)).toEqual(event);
  });

  const inputs: SagaInput[] = [
    { kind: 'stock_reserved' },
    { kind: 'stock_rejected', productId: 'p' },
    { kind: 'payment_captured' },
    { kind: 'payment_declined', reason: 'no' },
    { kind: 'payment_switched_off' },
    { kind: 'payment_accepted' },
    { kind: 'payment_unreachable' },
  ];

  test.each(['confirmed', 'cancelled'] as const)('is over once it is %s, whatever comes', (status) => {
    for (const input of inputs) expect(decide(input, given(status))).toBeUndefined();
  });

  test('does nothing about news that it has already taken in', () => {
    for (const input of inputs) {
      // A payment that fails again is news each time.
      if (input.kind === 'payment_unreachable') continue;
      for (const status of ['placed', 'reserved', 'payment_deferred'] as const) {
        const event = decide(input, given(status));
        if (event !== undefined) expect(decide(input, evolve(given(status), event))).toBeUndefined();
      }
    }
  });

  test('does not pay before stock is held', () => {
    expect(decide({ kind: 'payment_captured' }, given('placed'))).toBeUndefined();
  });

  test('counts only payments that failed, not those that were switched off', () => {
    expect(evolve(given('reserved', 2), { kind: 'payment_deferred', payInMs: 0 })).toEqual(
      given('payment_deferred', 2),
    );
    expect(evolve(given('reserved', 2), { kind: 'payment_failed', payInMs: 1 })).toEqual(
      given('payment_deferred', 3),
    );
  });
});

/** Where an order stands. `payment_deferred` is what the shopper reads as "authorised later". */
export type OrderStatus = 'placed' | 'reserved' | 'payment_deferred' | 'confirmed' | 'cancelled';

export interface SagaState {
  status: OrderStatus;
  /** Payments that were tried and could not be finished either way. */
  failedPayments: number;
}

/** What an order hears from stock, from payment, and from the attempt to reach payment. */
export type SagaInput =
  | { kind: 'stock_reserved' }
  | { kind: 'stock_rejected'; productId: string }
  | { kind: 'payment_captured' }
  | { kind: 'payment_declined'; reason: string; hint?: string }
  | { kind: 'payment_switched_off' }
  | { kind: 'payment_accepted' }
  | { kind: 'payment_unreachable' };

/** What follows. `payInMs` is when payment is asked next. */
export type SagaEvent =
  | { kind: 'reserved'; payInMs: number }
  | { kind: 'payment_deferred'; payInMs: number }
  | { kind: 'payment_failed'; payInMs: number }
  | { kind: 'confirmed' }
  | { kind: 'cancelled'; reason: string; hint?: string };

/** Failed payments after which an order is given up and its stock goes back. */
export const mostFailedPayments = 12;

const firstRetryMs = 1000;
const longestRetryMs = 30_000;

/** What an order does about news; undefined where the news is old, repeated or for nobody. */
export function decide(input: SagaInput, { status, failedPayments }: SagaState): SagaEvent | undefined {
  const awaitsPayment = status === 'reserved' || status === 'payment_deferred';
  switch (input.kind) {
    case 'stock_reserved':
      return status === 'placed' ? { kind: 'reserved', payInMs: 0 } : undefined;
    case 'stock_rejected':
      return status === 'placed'
        ? { kind: 'cancelled', reason: `${input.productId} is sold out` }
        : undefined;
    case 'payment_captured':
      return awaitsPayment ? { kind: 'confirmed' } : undefined;
    case 'payment_declined':
      if (!awaitsPayment) return undefined;
      return {
        kind: 'cancelled',
        reason: input.reason,
        ...(input.hint === undefined ? {} : { hint: input.hint }),
      };
    case 'payment_switched_off':
      return status === 'reserved' ? { kind: 'payment_deferred', payInMs: 0 } : undefined;
    case 'payment_unreachable':
      if (!awaitsPayment) return undefined;
      if (failedPayments + 1 >= mostFailedPayments)
        return { kind: 'cancelled', reason: 'the payment provider could not be reached' };
      return {
        kind: 'payment_failed',
        payInMs: Math.min(longestRetryMs, firstRetryMs * 2 ** failedPayments),
      };
    case 'payment_accepted':
      // The outcome comes as an event; the attempt is repeated where it stays away.
      return undefined;
  }
}

/** The state after an event. */
export function evolve(state: SagaState, event: SagaEvent): SagaState {
  switch (event.kind) {
    case 'payment_failed':
      return { status: 'payment_deferred', failedPayments: state.failedPayments + 1 };
    case 'reserved':
    case 'payment_deferred':
    case 'confirmed':
    case 'cancelled':
      return { ...state, status: event.kind };
  }
}

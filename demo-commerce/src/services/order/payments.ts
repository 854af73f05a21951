import { contextOf, type FlagClient } from '../../platform/flags.ts';
import type { Peer } from '../../platform/http-client.ts';
import type { Log } from '../../platform/log.ts';
import { startTicker, type Ticker } from '../../platform/ticker.ts';
import type { SagaEvent, SagaInput } from './domain/saga.ts';
import type { DuePayment, OrderStore } from './store.ts';

const switchKey = 'payments.capture';
const batchSize = 8;
const leaseMs = 10_000;

export interface PaymentsOptions {
  flags: FlagClient;
  payment: Peer;
  store: OrderStore;
  log: Log;
  onStep(step: SagaEvent | undefined): void;
}

/** Asks payment for the money of reserved orders. While `payments.capture` is KILLED they wait; restored, they follow in small batches. */
export function startPayments({ flags, payment, store, log, onStep }: PaymentsOptions): Ticker {
  const capture = flags.guard('payments.capture', {
    dependency: 'payment',
    switchKey,
    // Tried once: the saga asks again by itself, and tells a payment that may have been made from one that was not.
    timeoutMs: 2500,
    deadlineMs: 4000,
    concurrency: 16,
    queue: 16,
    run: async (signal, { id, userId, totalCents, card }: DuePayment): Promise<SagaInput> => {
      const { status } = await payment.call({
        method: 'POST',
        path: '/payments',
        userId,
        json: { orderId: id, amountCents: totalCents, card },
        signal,
      });
      if (status !== 200) throw new Error(`payment refused the request for order ${id} with ${status}`);
      return { kind: 'payment_accepted' };
    },
    contextOf: ({ userId }) => contextOf(userId),
    fallback: [
      {
        kind: 'reduced',
        answer: (reason): SagaInput =>
          reason === 'killed' ? { kind: 'payment_switched_off' } : { kind: 'payment_unreachable' },
      },
    ],
  });

  const ticker = startTicker({
    name: 'asking for payments',
    intervalMs: 500,
    log,
    work: async () => {
      const due = await store.leaseDuePayments(batchSize, leaseMs, flags.isLive(switchKey));
      await Promise.all(
        due.map(async (order) => onStep(await store.learn(order.id, (await capture(order)).value))),
      );
      return due.length === batchSize;
    },
  });
  const stopListening = flags.on('revision', () => ticker.wake());
  return {
    wake: ticker.wake,
    async close() {
      stopListening();
      await ticker.close();
    },
  };
}

import { z } from 'zod';
import type { FlagClient } from '../../platform/flags.ts';
import type { Peer } from '../../platform/http-client.ts';
import { ProblemError } from '../../platform/problem.ts';
import { tryOnceMore } from '../../platform/try-again.ts';
import type { Charge } from './domain/payment.ts';

const ChargeAnswer = z.discriminatedUnion('approved', [
  z.object({ approved: z.literal(true) }),
  z.object({ approved: z.literal(false), reason: z.string() }),
]);

/** What the provider's contract allows. */
const callsAllowed = { kind: 'token_bucket', perSecond: 100, burst: 200 } as const;

const unavailable = (cause: unknown): ProblemError =>
  new ProblemError(503, 'provider_unavailable', 'Expected the payment provider to answer, but it did not.', {
    cause,
  });

/** The external payment provider. Both calls carry the order as idempotency key: repeated, they move no more money. */
export function openProvider(flags: FlagClient, peer: Peer) {
  const charge = flags.guard('provider.charge', {
    dependency: 'payment-gateway',
    timeoutMs: 1500,
    deadlineMs: 2300,
    concurrency: 32,
    queue: 32,
    idempotent: true,
    retry: tryOnceMore,
    rateLimit: callsAllowed,
    run: async (signal, orderId: string, amountCents: number, card: string): Promise<Charge> => {
      const json = { idempotencyKey: orderId, amountCents, card };
      const { status, body } = await peer.call({ method: 'POST', path: '/charges', json, signal });
      if (status !== 200) throw new Error(`the provider refused a charge with ${status}`);
      return ChargeAnswer.parse(JSON.parse(body.toString()));
    },
    // Money is never guessed at: whatever went wrong, the answer is that it is not known.
    fallback: [{ kind: 'fail_safe', error: (_reason, cause) => unavailable(cause) }],
  });
  const refund = flags.guard('provider.refund', {
    dependency: 'payment-gateway',
    timeoutMs: 1500,
    deadlineMs: 6000,
    concurrency: 4,
    queue: 16,
    idempotent: true,
    retry: tryOnceMore,
    rateLimit: callsAllowed,
    run: async (signal, orderId: string): Promise<void> => {
      const json = { idempotencyKey: orderId };
      const { status } = await peer.call({ method: 'POST', path: '/refunds', json, signal });
      if (status !== 200) throw new Error(`the provider refused a refund with ${status}`);
    },
  });
  return {
    charge: async (orderId: string, amountCents: number, card: string) =>
      (await charge(orderId, amountCents, card)).value,
    refund: async (orderId: string) => (await refund(orderId)).value,
  };
}

import type { FlagClient } from '../../platform/flags.ts';
import type { Peer, PeerReply } from '../../platform/http-client.ts';
import { ProblemError } from '../../platform/problem.ts';
import { tryOnceMore } from '../../platform/try-again.ts';

/** A `requestId` makes an order one order, however often it is sent; without one it is never sent twice. */
const isRepeatable = (order: unknown): boolean =>
  typeof (order as { requestId?: unknown } | null)?.requestId === 'string';

/** Orders through guards; there is no second best for an order, so without the service it is a clear 503. */
export function openOrderClient(flags: FlagClient, peer: Peer) {
  const place = flags.guard('order.place', {
    dependency: 'order',
    timeoutMs: 2500,
    deadlineMs: 2900,
    concurrency: 64,
    queue: 64,
    run: (signal, order: unknown, userId: string): Promise<PeerReply> =>
      peer.call({ method: 'POST', path: '/orders', userId, json: order, signal }),
    idempotent: isRepeatable,
    retry: tryOnceMore,
  });
  const read = flags.guard('order.read', {
    dependency: 'order',
    timeoutMs: 1000,
    deadlineMs: 1500,
    concurrency: 64,
    queue: 64,
    idempotent: true,
    retry: tryOnceMore,
    hedgeAfterMs: 400,
    run: (signal, id: string, userId: string): Promise<PeerReply> =>
      peer.call({ path: `/orders/${encodeURIComponent(id)}`, userId, signal }),
  });

  const orUnavailable = async (answer: Promise<{ value: PeerReply }>): Promise<PeerReply> => {
    try {
      return (await answer).value;
    } catch (error) {
      throw new ProblemError(
        503,
        'orders_unavailable',
        'Expected orders to answer, but they did not; send the same requestId again, it is one order.',
        { cause: error },
      );
    }
  };

  return {
    place: (order: unknown, userId: string) => orUnavailable(place(order, userId)),
    read: (id: string, userId: string) => orUnavailable(read(id, userId)),
  };
}

export type OrderClient = ReturnType<typeof openOrderClient>;

import { z } from 'zod';
import { contextOf, type FlagClient } from '../../platform/flags.ts';
import type { Peer } from '../../platform/http-client.ts';

type Lines = readonly { productId: string; quantity: number }[];
type Delivery = 'express' | 'standard';

/** Whether express delivery can be promised to this user for these lines right now. */
export type ExpressCheck = (lines: Lines, userId: string) => Promise<Delivery>;

const Level = z.object({ available: z.number() });

/** Asks stock at once; where `checkout.express` is KILLED or stock does not answer, delivery is standard. */
export function openExpressCheck(flags: FlagClient, inventory: Peer): ExpressCheck {
  const check = flags.guard('checkout.express', {
    dependency: 'inventory',
    switchKey: 'checkout.express',
    timeoutMs: 400,
    concurrency: 16,
    run: async (signal, lines: Lines, _userId: string): Promise<Delivery> => {
      const enough = await Promise.all(
        lines.map(async ({ productId, quantity }) => {
          const { status, body } = await inventory.call({
            path: `/stock/${encodeURIComponent(productId)}`,
            signal,
          });
          return status === 200 && Level.parse(JSON.parse(body.toString())).available >= quantity;
        }),
      );
      return enough.every(Boolean) ? 'express' : 'standard';
    },
    contextOf: (_lines, userId) => contextOf(userId),
    fallback: [{ kind: 'default', value: 'standard' }],
  });
  return async (lines, userId) => (await check(lines, userId)).value;
}

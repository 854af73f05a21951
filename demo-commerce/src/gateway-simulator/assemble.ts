import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Platform } from '../platform/platform.ts';
import { ProblemError } from '../platform/problem.ts';
import { openChargeBook } from './charge-book.ts';

const Charge = z.object({
  idempotencyKey: z.string().min(1).max(100),
  amountCents: z.number().int().min(1),
  card: z.string().min(1),
});
const Refund = z.object({ idempotencyKey: z.string().min(1).max(100) });

const leastMs = 20;
const spreadMs = 25;

/** Stands in for an external payment provider: not ours, no flags, a network away. */
export async function assemblePaymentGateway(platform: Platform): Promise<void> {
  platform.allowFaults();
  const { app } = platform;
  const book = openChargeBook(randomUUID);
  const distance = () => new Promise((resolve) => setTimeout(resolve, leastMs + spreadMs * Math.random()));

  app.post('/charges', async (request) => {
    const { idempotencyKey, card } = parse(Charge, request.body);
    await distance();
    return book.charge(idempotencyKey, card);
  });
  app.post('/refunds', async (request) => {
    const { idempotencyKey } = parse(Refund, request.body);
    await distance();
    return { refunded: true, first: book.refund(idempotencyKey) };
  });
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new ProblemError(422, 'charge_invalid', z.prettifyError(parsed.error));
  return parsed.data;
}

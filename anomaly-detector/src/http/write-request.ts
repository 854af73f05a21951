import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { IngestError } from '../ingest/ingest-error.ts';
import type { Push } from '../ingest/push.ts';
import { describe, HttpProblem } from './problem.ts';

/** Where what is written goes. */
export type WriteParts = { push: Push; registry: Registry; written(samples: number): void; now(): number };

/** The body as bytes; an absent one is empty. */
export const bytesOf = ({ body }: FastifyRequest): Uint8Array =>
  body instanceof Uint8Array ? body : new Uint8Array(0);

/** The tenant that a request names. */
export const tenantOf = ({ headers }: FastifyRequest): string | undefined => {
  const named = headers['x-scope-orgid'];
  return Array.isArray(named) ? named[0] : named;
};

/** Counts the requests of a protocol that are refused as a whole. */
export function countRefused(app: FastifyInstance, count: (code: string) => void): void {
  app.addHook('onError', async (_request, _reply, error) => {
    // Where only part was refused it was counted by sample.
    if (!(error instanceof HttpProblem)) count(describe(error).code);
  });
}

/** The error of a body that was cut off, with the limit and how to raise it; any other as it is. */
export function namingLimit(error: Error & { statusCode?: number }, push: Push): Error {
  if (error.statusCode !== 413) return error;
  const { bodyBytes } = push.limits;
  return new IngestError(
    'body_too_large',
    `expected a body of at most ${bodyBytes} bytes, got more: send less at once, or raise BREAKWATER_BODY_BYTES`,
    { cause: error },
  );
}

import { expect, it } from 'vitest';
import { authorizationOf } from './config/credentials.ts';
import { fetchText } from './fetch-text.ts';

const asking = { timeoutMs: 1_000, mostBytes: 1_000 };

it('names the address without what may be a secret in it', async () => {
  const failed = await fetchText('http://ada:s3cret@127.0.0.1:1/x?token=t0ken', asking).catch(
    (error: Error) => error,
  );
  expect((failed as Error).message).toMatch(/^http:\/\/127\.0\.0\.1:1\/x: /);
  expect((failed as Error).message).not.toMatch(/s3cret|t0ken/);
});

it.each([
  { authorization: { type: 'Bearer', credentials: 's3cret\nline' } },
  { authorization: { type: 'Bearer', credentials: 's3cret€' } },
])('refuses credentials that no header can carry, and does not tell them: %j', async (credentials) => {
  const refused = await authorizationOf(credentials).catch((error: Error) => error);
  expect((refused as Error).message).toContain('expected credentials on one line of Latin characters');
  expect((refused as Error).message).not.toContain('s3cret');
});

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Secrets } from '../../services/access.ts';

/** Argon2id passwords with the library's defaults (19 MiB, two passes), random session tokens, SHA-256 digests. */
export const secrets: Secrets = {
  hashPassword: (password) => hash(password),
  verifyPassword: (hashed, password) => verify(hashed, password),
  newToken: () => `bws_${randomBytes(32).toString('base64url')}`,
  digest: (token) => createHash('sha256').update(token).digest('base64url'),
};

/** Whether two secrets are the same, in a time that tells nothing of where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

import type { RateLimitPolicy } from '../../policy/policy.ts';
import { SlidingWindow } from './sliding-window.ts';
import { TokenBucket } from './token-bucket.ts';

/** Decides how many calls may begin; times are milliseconds of one clock. */
export interface RateLimit {
  /** Takes the right to begin one call, and says whether there was one. */
  tryTake(now: number): boolean;
}

/** The limit that a policy asks for, beginning with nothing used; undefined where it asks for none. */
export const rateLimitFrom = (policy: RateLimitPolicy | null): RateLimit | undefined => {
  if (policy === null) return undefined;
  return policy.kind === 'token_bucket' ? new TokenBucket(policy) : new SlidingWindow(policy);
};

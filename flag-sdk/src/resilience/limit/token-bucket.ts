import type { RateLimitPolicy } from '../../policy/policy.ts';
import type { RateLimit } from './rate-limit.ts';

/** Rights to call drip in at a steady rate, and up to `burst` of them are saved for later. */
export class TokenBucket implements RateLimit {
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #filledAt = Number.NEGATIVE_INFINITY;

  constructor({ perSecond, burst }: Pick<RateLimitPolicy, 'perSecond' | 'burst'>) {
    this.#perMs = perSecond / 1_000;
    this.#burst = burst;
    this.#tokens = burst;
  }

  tryTake(now: number): boolean {
    if (now > this.#filledAt) {
      this.#tokens = Math.min(this.#burst, this.#tokens + (now - this.#filledAt) * this.#perMs);
      this.#filledAt = now;
    }
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

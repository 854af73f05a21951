import type { RateLimitPolicy } from '../../policy/policy.ts';
import type { RateLimit } from './rate-limit.ts';

/** At most `burst` calls begin in any span of `burst / perSecond` seconds, exactly: the times of the last ones are kept. */
export class SlidingWindow implements RateLimit {
  readonly #spanMs: number;
  readonly #times: Float64Array;
  #next = 0;

  constructor({ perSecond, burst }: Pick<RateLimitPolicy, 'perSecond' | 'burst'>) {
    const calls = Math.floor(burst);
    this.#spanMs = (1_000 * calls) / perSecond;
    this.#times = new Float64Array(calls).fill(Number.NEGATIVE_INFINITY);
  }

  tryTake(now: number): boolean {
    if (now - this.#times[this.#next]! < this.#spanMs) return false;
    this.#times[this.#next] = now;
    this.#next = (this.#next + 1) % this.#times.length;
    return true;
  }
}

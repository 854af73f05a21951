import type { GuardMode, GuardPolicy, RateLimitPolicy } from '../policy/policy.ts';
import { AdaptiveLimit } from './bulkhead/adaptive-limit.ts';
import { Bulkhead } from './bulkhead/bulkhead.ts';
import { Gate } from './gate/gate.ts';
import { type RateLimit, rateLimitFrom } from './limit/rate-limit.ts';
import { RetryBudget } from './retry/retry-budget.ts';

const isSameLimit = (one: RateLimitPolicy | null, other: RateLimitPolicy | null) =>
  one?.kind === other?.kind && one?.perSecond === other?.perSecond && one?.burst === other?.burst;

/** Everything of a guard that lives from call to call, and follows the policy that is in force. */
export class LiveParts {
  readonly name: string;
  readonly gate: Gate;
  readonly bulkhead: Bulkhead;
  readonly budget = new RetryBudget();
  #policy: GuardPolicy;
  #forced: GuardMode | undefined;
  #rateLimit: RateLimit | undefined;
  #adaptive: AdaptiveLimit | undefined;

  constructor(name: string, policy: GuardPolicy) {
    this.name = name;
    this.#policy = policy;
    this.gate = new Gate(policy.breaker, policy.mode);
    this.bulkhead = new Bulkhead(policy.concurrency, policy.queue);
    this.#rateLimit = rateLimitFrom(policy.rateLimit);
    this.#adaptive = policy.adaptive ? new AdaptiveLimit(policy.concurrency) : undefined;
  }

  get policy(): GuardPolicy {
    return this.#policy;
  }

  get rateLimit(): RateLimit | undefined {
    return this.#rateLimit;
  }

  /** Who decides now: a person's word in this process goes before the policy. */
  get mode(): GuardMode {
    return this.#forced ?? this.#policy.mode;
  }

  /** Holds the breaker whatever the policy says, or hands it back with `undefined`. */
  force(mode: GuardMode | undefined): void {
    this.#forced = mode;
    this.gate.update(this.#policy.breaker, this.mode);
  }

  /** Puts another policy in force, at once and without losing any state that it does not touch. */
  apply(policy: GuardPolicy): void {
    const { rateLimit } = this.#policy;
    this.#policy = policy;
    this.gate.update(policy.breaker, this.mode);
    if (!isSameLimit(rateLimit, policy.rateLimit)) this.#rateLimit = rateLimitFrom(policy.rateLimit);
    if (!policy.adaptive) this.#adaptive = undefined;
    else if (this.#adaptive === undefined) this.#adaptive = new AdaptiveLimit(policy.concurrency);
    else this.#adaptive.rebound(policy.concurrency);
    this.#resize();
  }

  /** Gives a slot back after work that took so long; an adaptive limit learns from it. */
  workEnded(tookMs: number): void {
    const { timeoutMs } = this.#policy;
    const wasLate = timeoutMs !== null && tookMs >= timeoutMs;
    if (this.#adaptive?.sample(tookMs, wasLate, this.bulkhead.inUse)) this.#resize();
    this.bulkhead.leave();
  }

  #resize(): void {
    this.bulkhead.resize(this.#adaptive?.limit ?? this.#policy.concurrency, this.#policy.queue);
  }
}

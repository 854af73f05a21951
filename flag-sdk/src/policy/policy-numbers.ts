import type { GuardPolicy } from './policy.ts';

/** Least and most of each number of a policy, by its path; the control plane refuses what is outside too. */
export const bounds = {
  timeoutMs: [1, 600_000],
  deadlineMs: [1, 600_000],
  concurrency: [1, 100_000],
  queue: [0, 100_000],
  hedgeAfterMs: [1, 600_000],
  'breaker.errorShare': [0.001, 1],
  'breaker.minimumCalls': [1, 1_000_000],
  'breaker.openMs': [1, 3_600_000],
  'breaker.probes': [1, 1_000],
  'breaker.slowMs': [1, 600_000],
  'breaker.windowMs': [10, 3_600_000],
  'breaker.rampMs': [0, 3_600_000],
  'retry.attempts': [0, 10],
  'retry.budgetShare': [0, 1],
  'retry.budgetPerS': [0, 10_000],
  'rateLimit.perSecond': [0.001, 1_000_000],
  'rateLimit.burst': [1, 1_000_000],
} as const;

/** Path of a number in a policy. */
export type PolicyNumber = keyof typeof bounds;

const whole: ReadonlySet<PolicyNumber> = new Set([
  'concurrency',
  'queue',
  'breaker.minimumCalls',
  'breaker.probes',
  'retry.attempts',
]);

/** The least and the most that a number may be. */
export const boundsOf = (name: PolicyNumber): readonly [number, number] => bounds[name];

/** Whether a number counts things. */
export const isWhole = (name: PolicyNumber): boolean => whole.has(name);

/** Every number that is set in a policy, by its path. */
export const numbersOf = (policy: GuardPolicy): Map<PolicyNumber, number> => {
  const { breaker, retry, rateLimit } = policy;
  const all: Record<PolicyNumber, number | null | undefined> = {
    timeoutMs: policy.timeoutMs,
    deadlineMs: policy.deadlineMs,
    concurrency: policy.concurrency,
    queue: policy.queue,
    hedgeAfterMs: policy.hedgeAfterMs,
    'breaker.errorShare': breaker.errorShare,
    'breaker.minimumCalls': breaker.minimumCalls,
    'breaker.openMs': breaker.openMs,
    'breaker.probes': breaker.probes,
    'breaker.slowMs': breaker.slowMs,
    'breaker.windowMs': breaker.windowMs,
    'breaker.rampMs': breaker.rampMs,
    'retry.attempts': retry.attempts,
    'retry.budgetShare': retry.budgetShare,
    'retry.budgetPerS': retry.budgetPerS,
    'rateLimit.perSecond': rateLimit?.perSecond,
    'rateLimit.burst': rateLimit?.burst,
  };
  const set = new Map<PolicyNumber, number>();
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && value !== null) set.set(name as PolicyNumber, value);
  }
  return set;
};

/** The same policy with other numbers; a path whose part is not set in the policy is left out. */
export const withNumbers = (policy: GuardPolicy, numbers: ReadonlyMap<PolicyNumber, number>): GuardPolicy => {
  const changed = structuredClone(policy) as unknown as Record<string, unknown>;
  for (const [path, value] of numbers) {
    const [part, name] = path.split('.') as [string, string | undefined];
    if (name === undefined) changed[part] = value;
    else if (changed[part]) (changed[part] as Record<string, number>)[name] = value;
  }
  return changed as unknown as GuardPolicy;
};

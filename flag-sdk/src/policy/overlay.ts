import {
  type BreakerPolicy,
  type GuardMode,
  type GuardPolicyInput,
  guardModes,
  type RateLimitPolicy,
  type RetryPolicy,
} from './policy.ts';

/** What a policy flag says; what is absent is as the code says. */
export interface PolicyOverlay {
  readonly mode?: GuardMode;
  readonly timeoutMs?: number;
  readonly deadlineMs?: number | null;
  readonly concurrency?: number;
  readonly queue?: number;
  readonly adaptive?: boolean;
  readonly breaker?: Partial<BreakerPolicy>;
  readonly retry?: Partial<RetryPolicy>;
  readonly hedgeAfterMs?: number | null;
  readonly rateLimit?: RateLimitPolicy | null;
  /** Moves numbers by more than twice or less than half at once. */
  readonly confirmStep?: boolean;
}

const LONGEST = 10_000;

type Check = readonly [expected: string, fits: (value: unknown) => boolean];
type Fields = Readonly<Record<string, Check>>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const number: Check = ['a number', (value) => typeof value === 'number'];
const numberOrNull: Check = ['a number or null', (value) => value === null || typeof value === 'number'];
const truth: Check = ['true or false', (value) => typeof value === 'boolean'];
const oneOf = (names: readonly string[]): Check => [
  `one of ${names.join(', ')}`,
  (value) => typeof value === 'string' && names.includes(value),
];

const top: Fields = {
  mode: oneOf(guardModes),
  timeoutMs: number,
  deadlineMs: numberOrNull,
  concurrency: number,
  queue: number,
  adaptive: truth,
  hedgeAfterMs: numberOrNull,
  confirmStep: truth,
};
const nested: Readonly<Record<string, Fields>> = {
  breaker: {
    errorShare: number,
    minimumCalls: number,
    openMs: number,
    probes: number,
    slowMs: number,
    windowMs: number,
    rampMs: number,
  },
  retry: { attempts: number, budgetShare: number, budgetPerS: number },
  rateLimit: { kind: oneOf(['token_bucket', 'sliding_window']), perSecond: number, burst: number },
};

/** Takes over the fields that are known; those of a newer server are left out. Throws a sentence for one that cannot be read. */
const pick = (from: Record<string, unknown>, fields: Fields, path: string): Record<string, unknown> => {
  const picked: Record<string, unknown> = {};
  for (const [name, [expected, fits]] of Object.entries(fields)) {
    const value = from[name];
    if (value === undefined) continue;
    if (!fits(value))
      throw new TypeError(`${path}${name} should be ${expected}, but was ${JSON.stringify(value)}`);
    picked[name] = value;
  }
  return picked;
};

/** Reads the payload of a policy flag; throws a `SyntaxError`, `TypeError` or `RangeError` that says what was expected and what came. */
export const readOverlay = (payload: string): PolicyOverlay => {
  if (payload.length > LONGEST) {
    throw new RangeError(`it should have at most ${LONGEST} characters, but had ${payload.length}`);
  }
  const parsed: unknown = JSON.parse(payload);
  if (!isObject(parsed)) throw new TypeError('it should be an object, but was something else');
  const overlay = pick(parsed, top, '');
  for (const [name, fields] of Object.entries(nested)) {
    const part = parsed[name];
    if (part === undefined) continue;
    if (name === 'rateLimit' && part === null) overlay[name] = null;
    else if (!isObject(part))
      throw new TypeError(`${name} should be an object, but was ${JSON.stringify(part)}`);
    else overlay[name] = pick(part, fields, `${name}.`);
  }
  const { rateLimit } = overlay as PolicyOverlay;
  if (rateLimit && !(rateLimit.kind && rateLimit.perSecond !== undefined && rateLimit.burst !== undefined)) {
    throw new TypeError(
      `rateLimit should have kind, perSecond and burst, but was ${JSON.stringify(rateLimit)}`,
    );
  }
  return overlay;
};

/** A declared policy with an overlay on it. */
export const overlaid = (declared: GuardPolicyInput, overlay: PolicyOverlay): GuardPolicyInput => {
  const { confirmStep: _confirmed, breaker, retry, ...flat } = overlay;
  return {
    ...declared,
    ...flat,
    breaker: { ...declared.breaker, ...breaker },
    retry: { ...declared.retry, ...retry },
  };
};

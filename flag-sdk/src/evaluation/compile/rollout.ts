import type { FlagContext } from '../../client-types.ts';
import { type TextReader, textOf, textReader } from './context-field.ts';
import { type PrefixedHash, prefixedHash } from './murmur-hash.ts';
import { always, never, type Predicate } from './predicate.ts';
import type { Surroundings } from './surroundings.ts';

/** How many steps a rollout is made of: 0.01 % each. */
export const BUCKETS = 10_000;
const STRATEGY_SEED = 0;

/** A rollout before it is compiled. */
export interface RolloutPlan {
  /** How many of the 10,000 buckets are in: 2,500 is 25 %. */
  readonly buckets: number;
  /** Context field that keeps one in: `default` takes userId, sessionId or chance; `random` is chance at each call. */
  readonly stickiness: string;
  /** Seed of the hash; empty takes the context's `featureToggle`, as Unleash does. */
  readonly groupId: string;
}

/**
 * The bucket of a hash, 0 to 9,999. Its hundreds are Unleash's own percent, `hash % 100`, so that at whole percents
 * exactly those are in whom `flexibleRollout` holds; the rest divides each percent into hundredths.
 */
const bucketOf = (hash: number): number => {
  const positive = hash >>> 0;
  return (positive % 100) * 100 + (((positive / 100) >>> 0) % 100);
};

/** Reads who sticks to a bucket: undefined or empty for nobody. */
const stickyReader = (stickiness: string, surroundings: Surroundings): TextReader => {
  if (stickiness === 'random') return () => undefined;
  if (stickiness === 'default') return (context) => textOf(context.userId || context.sessionId || undefined);
  return textReader(stickiness, surroundings);
};

const groupOf = (context: FlagContext): string =>
  textOf((context as { readonly featureToggle?: unknown }).featureToggle || undefined) ?? '';

/** A rollout: in are those whose bucket is below `buckets`. Who has no id is drawn where chance is allowed, else left out. */
export const compileRollout = (plan: RolloutPlan, surroundings: Surroundings): Predicate => {
  const { buckets, stickiness, groupId } = plan;
  if (!(buckets > 0)) return never;
  const read = stickyReader(stickiness, surroundings);
  const drawsLots = stickiness === 'default' || stickiness === 'random';
  if (drawsLots && buckets >= BUCKETS) return always;
  const { random } = surroundings;
  const fixedHash = prefixedHash(`${groupId}:`, STRATEGY_SEED);
  const hashFor = (context: FlagContext): PrefixedHash =>
    groupId === '' ? prefixedHash(`${groupOf(context)}:`, STRATEGY_SEED) : fixedHash;
  return (context) => {
    const id = read(context);
    if (id === undefined || id === '') return drawsLots && random() * BUCKETS < buckets;
    return bucketOf(hashFor(context)(id)) < buckets;
  };
};

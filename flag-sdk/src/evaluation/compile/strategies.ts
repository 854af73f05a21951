import { defaultStrategies } from 'unleash-client/lib/strategy/index.js';
import type { Strategy } from 'unleash-client/lib/strategy/strategy.js';
import { always, type Predicate, whenAsked } from './predicate.ts';
import { BUCKETS, compileRollout } from './rollout.ts';
import type { Surroundings } from './surroundings.ts';

/** Parameters of a strategy as Unleash documents them; malformed ones show when they are used. */
type Parameters = Readonly<Record<string, string | undefined>>;

type CompileStrategy = (parameters: Parameters, surroundings: Surroundings) => Predicate;

const rolloutOf = (buckets: number, parameters: Parameters, surroundings: Surroundings): Predicate => {
  const { stickiness, groupId } = parameters;
  return compileRollout(
    { buckets, stickiness: stickiness || 'default', groupId: groupId || '' },
    surroundings,
  );
};

/** Unleash's own rollout: whole percents, 1.5 % serves 1 %. */
const flexibleRollout: CompileStrategy = (parameters, surroundings) => {
  const percent = Math.floor(Number(parameters.rollout));
  return rolloutOf((percent * BUCKETS) / 100, parameters, surroundings);
};

/**
 * Our rollout in steps of 0.01 %: `percentage` '0' to '100' with up to two decimals, `stickiness`, `groupId`. What is
 * finer than 0.01 % is cut off, so that it never serves more than was asked for.
 */
const breakwaterRollout: CompileStrategy = (parameters, surroundings) => {
  const hundredths = Math.floor(Number((Number(parameters.percentage) * 100).toFixed(6)));
  return rolloutOf((hundredths * BUCKETS) / 10_000, parameters, surroundings);
};

const userWithId: CompileStrategy = ({ userIds }) => {
  const users = new Set(userIds ? userIds.split(/\s*,\s*/) : []);
  return ({ userId }) => userId !== undefined && users.has(userId);
};

const compiled: ReadonlyMap<string, CompileStrategy> = new Map([
  ['default', () => always],
  ['flexibleRollout', flexibleRollout],
  ['breakwaterRollout', breakwaterRollout],
  ['userWithId', userWithId],
]);

/** Whether a strategy serves a share of those who ask. */
export const isRollout = (name: string | undefined): boolean =>
  name === 'flexibleRollout' || name === 'breakwaterRollout';

/** A strategy in `unleash-client`'s form: one that the service brings, or one that Unleash deprecates. */
const foreign = (strategy: Strategy, parameters: Parameters, surroundings: Surroundings): Predicate => {
  const { appName, environment } = surroundings;
  return (context) => Boolean(strategy.isEnabled(parameters, { appName, environment, ...context } as never));
};

/** A strategy without its constraints; undefined for one that nobody here knows. */
export const compileOwnStrategy = (
  name: string | undefined,
  parameters: Readonly<Record<string, unknown>> | undefined,
  surroundings: Surroundings,
): Predicate | undefined => {
  const given = parameters as Parameters;
  const brought = surroundings.strategies.find((strategy) => strategy.name === name);
  if (brought !== undefined) return foreign(brought, given, surroundings);
  const compile = compiled.get(name ?? '');
  if (compile !== undefined) return whenAsked(() => compile(given, surroundings));
  const deprecated = defaultStrategies.find((strategy) => strategy.name === name);
  return deprecated && foreign(deprecated, given, surroundings);
};

import type { IUnleashStores } from 'unleash-server';

/** Rollout in steps of 0.01 %, which our SDK evaluates; the flag engine's own knows whole percents only. */
const fineRollout = 'breakwaterRollout';

/** What of a strategy decides on a share of users. */
interface ShareStrategy {
  name: string;
  parameters: Record<string, string>;
}

/** Whether a strategy serves a share of users that is set here. */
export const isShareStrategy = ({ name }: { name: string }): boolean =>
  name === 'flexibleRollout' || name === fineRollout;

/**
 * The strategy that serves `percent` of the users: the flag engine's own wherever it can, so that every SDK follows it, and
 * ours between whole percents. Both hold the same users at whole percents as long as `groupId`, the hash's seed, stays.
 */
export function shareStrategy(percent: number, stickiness: string, groupId: string): ShareStrategy {
  if (Number.isInteger(percent)) {
    return { name: 'flexibleRollout', parameters: { rollout: String(percent), stickiness, groupId } };
  }
  return { name: fineRollout, parameters: { percentage: String(percent), stickiness, groupId } };
}

/** Makes our strategy known to the flag engine, which takes no strategy that it does not know; may be repeated. */
export async function registerShareStrategy({ strategyStore }: Pick<IUnleashStores, 'strategyStore'>) {
  const parameter = (name: string, description: string, required: boolean) => ({
    name,
    type: 'string' as const,
    description,
    required,
  });
  await strategyStore.importStrategy({
    name: fineRollout,
    builtIn: false,
    sortOrder: 10,
    title: 'Gradual rollout in steps of 0.01 %',
    displayName: 'Gradual rollout in steps of 0.01 %',
    description: 'Evaluated by @breakwater/flag-sdk; SDKs that do not know it leave the flag off.',
    parameters: [
      parameter('percentage', 'Share of users, 0 to 100, with up to two decimals', true),
      parameter('stickiness', 'default, userId, sessionId, random or another context field', false),
      parameter('groupId', 'Seed of the hash: keep it, and users keep their place', false),
    ],
  });
}

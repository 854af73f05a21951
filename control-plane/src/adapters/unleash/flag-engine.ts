import type { IUnleashServices } from 'unleash-server';
import { percentOf } from '../../domain/change/flag-event.ts';
import type { FlagAuthor, FlagEngine } from '../../services/ports/flag-engine.ts';
import type { Sql } from '../postgres/database.ts';
import { isShareStrategy, shareStrategy } from './share-strategy.ts';

const project = 'default';

/** Writes flags through the flag engine's own services and reads what they did. */
export function flagEngine(services: IUnleashServices, sql: Sql, environment: string): FlagEngine {
  const flags = services.featureToggleService;
  const inEnvironment = (featureName: string) => ({ projectId: project, featureName, environment });

  const setShare = async (
    flags: Writer,
    flag: string,
    percent: number,
    stickiness: string,
    author: FlagAuthor,
  ) => {
    const strategies = await flags.getStrategiesForEnvironment(project, flag, environment);
    const strategy = strategies.find(isShareStrategy);
    if (strategy === undefined) {
      await flags.unprotectedCreateStrategy(
        rollout(flag, percent, stickiness),
        inEnvironment(flag),
        audit(author),
      );
      return;
    }
    // The group id is the hash's seed: users stay in their place only while it stays.
    const { groupId = flag, ...kept } = strategy.parameters ?? {};
    const wanted = shareStrategy(percent, stickiness, groupId);
    if (percentOf(strategy) === percent && kept.stickiness === stickiness) return;
    await flags.unprotectedUpdateStrategy(
      strategy.id,
      { ...strategy, ...wanted },
      inEnvironment(flag),
      audit(author),
    );
  };

  return {
    async find(flag) {
      const [row] = await sql.query<{ type: string; enabled: boolean; isTouched: boolean }>(
        `select f.type, coalesce(e.enabled, false) as enabled, exists (
           select 1 from public.events v where v.feature_name = f.name and v.environment = $2
             and v.type in ('feature-environment-enabled', 'feature-environment-disabled')) as "isTouched"
         from public.features f
         left join public.feature_environments e on e.feature_name = f.name and e.environment = $2
         where f.name = $1 and f.archived_at is null`,
        [flag, environment],
      );
      return row;
    },

    async listReach(keys) {
      const rows = await sql.query<{ name: string; enabled: boolean; strategies: unknown[] | null }>(
        `select e.feature_name as name, e.enabled, (
           select json_agg(json_build_object('parameters', s.parameters)) from public.feature_strategies s
           where s.feature_name = e.feature_name and s.environment = e.environment
             and not coalesce(s.disabled, false)) as strategies
         from public.feature_environments e
         join public.features f on f.name = e.feature_name and f.archived_at is null
         where e.environment = $1 and e.feature_name = any($2)`,
        [environment, keys],
      );
      return new Map(
        rows.map(({ name, enabled, strategies }) => [name, { enabled, percent: widest(strategies) }]),
      );
    },

    async create(flag, author) {
      await flags.createFeatureToggle(
        project,
        { name: flag.key, type: flag.type, description: flag.title, impressionData: false },
        audit(author),
      );
      if (flag.percent !== undefined) {
        await flags.unprotectedCreateStrategy(
          rollout(flag.key, flag.percent, 'userId'),
          inEnvironment(flag.key),
          audit(author),
        );
      }
    },

    async setEnabled(flag, enabled, author) {
      await flags.unprotectedUpdateEnabled(project, flag, environment, enabled, audit(author));
    },

    setShare: (flag, percent, stickiness, author) => setShare(flags, flag, percent, stickiness, author),

    async flipTogether(flips, author) {
      await services.transactionalFeatureToggleService.transactional(async (within) => {
        for (const { flag, enabled, percent, stickiness = 'default' } of flips) {
          if (percent !== undefined) await setShare(within, flag, percent, stickiness, author);
          await within.unprotectedUpdateEnabled(project, flag, environment, enabled, audit(author));
        }
        // An event that could not be stored is only logged there, though with it all of this is undone: a read tells.
        const last = flips.at(-1);
        if (last) await within.getStrategiesForEnvironment(project, last.flag, environment);
      });
    },

    async setValue({ key, title, variant, json }, author) {
      if (!(await flags.hasFeature(key))) {
        await flags.createFeatureToggle(
          project,
          { name: key, type: 'operational', description: title, impressionData: false },
          audit(author),
        );
      }
      const [strategy] = await flags.getStrategiesForEnvironment(project, key, environment);
      const wanted = {
        ...rollout(key, 100, 'default'),
        title: 'Policy',
        variants: [variantOf(variant, json)],
      };
      if (strategy === undefined) {
        await flags.unprotectedCreateStrategy(wanted, inEnvironment(key), audit(author));
      } else {
        await flags.unprotectedUpdateStrategy(strategy.id, wanted, inEnvironment(key), audit(author));
      }
      await flags.unprotectedUpdateEnabled(project, key, environment, true, audit(author));
    },
  };
}

/** What of the flag engine's service is written with, inside or outside of a transaction. */
type Writer = Pick<
  IUnleashServices['featureToggleService'],
  'getStrategiesForEnvironment' | 'unprotectedCreateStrategy' | 'unprotectedUpdateStrategy'
>;

/** The widest strategy decides: a user who matches any of them sees the flag. */
function widest(strategies: unknown[] | null): number {
  if (strategies === null || strategies.length === 0) return 100;
  return Math.max(...strategies.map((strategy) => percentOf(strategy) ?? 100));
}

function variantOf(name: string, value: string) {
  return {
    name,
    weight: 1000,
    weightType: 'variable' as const,
    stickiness: 'default',
    payload: { type: 'json' as const, value },
  };
}

function rollout(flag: string, percent: number, stickiness: string) {
  return {
    ...shareStrategy(percent, stickiness, flag),
    title: 'Gradual rollout',
    constraints: [],
    segments: [],
    variants: [],
  };
}

function audit(author: FlagAuthor) {
  return { id: author.id, username: author.name, ip: author.address };
}

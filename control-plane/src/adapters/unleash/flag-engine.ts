import type { IUnleashServices } from 'unleash-server';
import type { FlagAuthor, FlagEngine } from '../../services/ports/flag-engine.ts';
import type { Sql } from '../postgres/database.ts';

const project = 'default';

/** Writes flags through the flag engine's own services and reads what they did. */
export function flagEngine(services: IUnleashServices, sql: Sql, environment: string): FlagEngine {
  const flags = services.featureToggleService;
  const inEnvironment = (featureName: string) => ({ projectId: project, featureName, environment });

  const reachStrategy = async (flag: string) => {
    const strategies = await flags.getStrategiesForEnvironment(project, flag, environment);
    return strategies.find((strategy) => strategy.name === 'flexibleRollout');
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

    async listEnabled(keys) {
      const rows = await sql.query<{ name: string; enabled: boolean }>(
        'select feature_name as name, enabled from public.feature_environments where environment = $1 and feature_name = any($2)',
        [environment, keys],
      );
      return new Map(rows.map((row) => [row.name, row.enabled]));
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

    async setShare(flag, percent, stickiness, author) {
      const strategy = await reachStrategy(flag);
      if (strategy === undefined) {
        await flags.unprotectedCreateStrategy(
          rollout(flag, percent, stickiness),
          inEnvironment(flag),
          audit(author),
        );
        return;
      }
      // The group id is the hash's seed: users stay in their place only while it stays.
      const parameters = { ...strategy.parameters, rollout: String(percent), stickiness };
      if (
        strategy.parameters?.rollout === parameters.rollout &&
        strategy.parameters?.stickiness === stickiness
      )
        return;
      await flags.unprotectedUpdateStrategy(
        strategy.id,
        { ...strategy, parameters },
        inEnvironment(flag),
        audit(author),
      );
    },
  };
}

function rollout(flag: string, percent: number, stickiness: string) {
  return {
    name: 'flexibleRollout',
    title: 'Gradual rollout',
    parameters: { rollout: String(percent), stickiness, groupId: flag },
    constraints: [],
    segments: [],
    variants: [],
  };
}

function audit(author: FlagAuthor) {
  return { id: author.id, username: author.name, ip: author.address };
}

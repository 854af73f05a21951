import type { Killability } from '../contract/killability.ts';
import { whyUnkillable } from '../domain/killability/killability.ts';
import { type AnywayDeps, listSwitchesAnyway } from './kill-anyway.ts';
import type { SwitchReads } from './switches.ts';

/** What finding out needs. */
export interface KillabilityDeps extends SwitchReads, AnywayDeps {
  /** Epoch milliseconds at which the server took its newest revision. */
  revisionSince: () => number;
}

/** Who could not be killed right now, instance by instance and switch by switch; also while Postgres is away. */
export async function readKillability(deps: KillabilityDeps): Promise<Killability> {
  const { registry, environment, revision, revisionSince, now, watch, outage } = deps;
  const server = { revision: revision(), revisionSince: revisionSince(), now: now() };
  const { switches } = await listSwitchesAnyway(deps);
  const instances = registry.list(server.now).filter((instance) => instance.environment === environment);
  const unkillable = instances.flatMap((instance) => whyUnkillable(instance, server) ?? []);
  const unkillableIds = new Set(unkillable.map(({ id }) => id));
  return {
    at: new Date(server.now).toISOString(),
    revision: server.revision,
    path: watch.isAway ? 'journal' : 'database',
    journaled: outage.size,
    instances: instances.length,
    killable: instances.length - unkillable.length,
    unkillable,
    switches: switches.map(({ key, service }) => {
      const users = instances.filter(({ flags, ...one }) => flags.includes(key) || one.service === service);
      return {
        key,
        service,
        instances: users.length,
        unkillable: users.flatMap(({ instanceId }) => (unkillableIds.has(instanceId) ? [instanceId] : [])),
        unused: !instances.some(({ flags }) => flags.includes(key)),
      };
    }),
  };
}

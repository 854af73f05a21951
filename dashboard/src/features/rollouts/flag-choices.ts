import type { Instance, Rollout, Switch } from '@breakwater/control-plane/contract';
import { rolloutInTheWay } from './rollout-list.ts';

/** A flag to plan a rollout of, and the services that ask for it. */
export interface FlagChoice {
  key: string;
  services: string[];
}

/** The lists that decide what is offered; each is undefined until its answer is there. */
interface Known {
  instances: readonly Instance[] | undefined;
  switches: readonly Switch[] | undefined;
  rollouts: readonly Rollout[] | undefined;
}

/**
 * What a new rollout may be planned of: the flags that running services ask for, but neither switches nor policies nor what
 * has a rollout. Nothing while one of the lists is missing, as a switch would pass for a flag.
 */
export function flagChoices({ instances, switches, rollouts }: Known): FlagChoice[] {
  if (!instances || !switches || !rollouts) return [];
  const isSwitch = new Set(switches.map(({ key }) => key));
  return [...new Set(instances.flatMap(({ flags }) => flags))]
    .filter((key) => !isSwitch.has(key) && !key.startsWith('policy.') && !rolloutInTheWay(key, rollouts))
    .map((key) => ({ key, services: servicesAsking(key, instances) }))
    .toSorted((a, b) => a.key.localeCompare(b.key));
}

/** The services that ask for a flag; none while the instances are not known. */
export function servicesAsking(flag: string, instances: readonly Instance[] | undefined): string[] {
  const asking = instances?.filter(({ flags }) => flags.includes(flag)) ?? [];
  return [...new Set(asking.map(({ service }) => service))].sort();
}

import type { Instance, Rollout, Switch } from '@breakwater/control-plane/contract';
import type { PlanDraft } from './plan.ts';
import { rolloutInTheWay } from './rollout-list.ts';

/** A flag to plan a rollout of, and the services that ask for it. */
export interface FlagChoice {
  key: string;
  services: string[];
}

/** What a new rollout may be planned of: the flags that running services ask for, but neither switches nor policies nor what has a rollout. */
export function flagChoices(
  instances: readonly Instance[],
  switches: readonly Switch[],
  rollouts: readonly Rollout[],
): FlagChoice[] {
  const isSwitch = new Set(switches.map(({ key }) => key));
  const asked = instances.flatMap(({ flags, service }) => flags.map((key) => ({ key, service })));
  return [...Map.groupBy(asked, ({ key }) => key)]
    .filter(([key]) => !isSwitch.has(key) && !key.startsWith('policy.') && !rolloutInTheWay(key, rollouts))
    .map(([key, askers]) => ({ key, services: [...new Set(askers.map(({ service }) => service))].sort() }))
    .toSorted((a, b) => a.key.localeCompare(b.key));
}

/** The draft with another flag; its services follow the flag until somebody has chosen others. */
export function withFlag(draft: PlanDraft, flag: string, choices: readonly FlagChoice[]): PlanDraft {
  const askersOf = (wanted: string) => choices.find(({ key }) => key === wanted)?.services ?? [];
  const isUntouched = draft.services.join() === askersOf(draft.flag).join();
  return { ...draft, flag, services: isUntouched ? askersOf(flag) : draft.services };
}

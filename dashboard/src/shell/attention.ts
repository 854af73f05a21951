import type { IncidentList, RolloutList, SwitchList } from '@breakwater/control-plane/contract';
import { countsText } from '../features/switches/switch-view.ts';
import type { Place } from './places.ts';

/** What waits in a place: a number and the words that screen readers say for it. */
export interface Attention {
  count: number;
  words: string;
}

/** Counts what needs a person, by place; places without any are left out. */
export function attention(answers: {
  incidents?: IncidentList | undefined;
  switches?: SwitchList | undefined;
  rollouts?: RolloutList | undefined;
}): Partial<Record<Place['name'], Attention>> {
  const open = answers.incidents?.incidents.filter(({ status }) => status !== 'resolved').length ?? 0;
  const switches = answers.switches?.switches ?? [];
  const notLive = switches.filter(({ state }) => state !== 'LIVE').length;
  const held = answers.rollouts?.rollouts.filter(({ status }) => status === 'held').length ?? 0;
  return {
    ...(open > 0 && { Incidents: { count: open, words: `${open} not resolved` } }),
    ...(notLive > 0 && { Switches: { count: notLive, words: countsText(switches) } }),
    ...(held > 0 && { Rollouts: { count: held, words: `${held} held` } }),
  };
}

import type { Health, SwitchState } from '@breakwater/control-plane/contract';

/** The shape of each state: between LIVE and KILLED some users get the fallback. */
export const stateMarks: Record<SwitchState, Health> = {
  LIVE: 'ok',
  KILLED: 'bad',
  RESTORING: 'partial',
  DRILL: 'partial',
};

/** The order in which states are listed: what takes most from users first. */
const urgency: Record<SwitchState, number> = { KILLED: 0, RESTORING: 1, DRILL: 2, LIVE: 3 };

/** Compares two switches by what they take from users, then by key. */
export function byUrgency(
  a: { state: SwitchState; key: string },
  b: { state: SwitchState; key: string },
): number {
  return urgency[a.state] - urgency[b.state] || a.key.localeCompare(b.key);
}

/** A state in words, such as `RESTORING 25 %` (who has the feature) or `DRILL 1 %` (who gets the fallback). */
export function stateWord(state: SwitchState, percent?: number): string {
  if (percent === undefined) return state;
  if (state === 'RESTORING') return `RESTORING ${sharePercent(percent)}`;
  return state === 'DRILL' ? `DRILL ${sharePercent(100 - percent)}` : state;
}

/** A state as the palette and lists name it; empty for LIVE, which needs no word. */
export function stateNote(state: SwitchState, percent?: number): string {
  return state === 'LIVE' ? '' : stateWord(state, percent);
}

/** What one may do with a switch in its present state: the button that stands out, and the others. */
export const stateVerbs = {
  LIVE: { main: 'kill', others: ['drill'] },
  KILLED: { main: 'restore', others: ['renew'] },
  RESTORING: { main: 'kill', others: ['restore'] },
  DRILL: { main: 'kill', others: ['drill'] },
} as const satisfies Record<SwitchState, { main: SwitchVerb; others: readonly SwitchVerb[] }>;

/** What a person does to a switch; each has its sheet. */
export type SwitchVerb = 'kill' | 'restore' | 'renew' | 'drill';

/** A verb as a button says it before the switch's key. */
export function verbWord(verb: SwitchVerb, state: SwitchState): string {
  if (verb === 'restore') return state === 'RESTORING' ? 'Restore at once' : 'Restore';
  if (verb === 'drill') return state === 'DRILL' ? 'Watch the drill' : 'Drill';
  return verb === 'kill' ? 'Kill' : 'Renew';
}

/** A share as it is served, such as `12.5 %`. */
export function sharePercent(percent: number): string {
  return `${Number(percent.toFixed(2))} %`;
}

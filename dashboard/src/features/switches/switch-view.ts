import type { Incident, Instance, Switch } from '@breakwater/control-plane/contract';
import { plural } from '../../lib/numbers.ts';
import { byUrgency, sharePercent } from './state-view.ts';

/** Who feels a flip: the instances that ask for the switch, by service, such as `2 instances of gateway`. */
export function audience(key: string, instances: readonly Instance[]): string {
  const asking = instances.filter(({ flags, silent }) => !silent && flags.includes(key));
  if (asking.length === 0) return 'No running instance has asked for it yet';
  const services = Map.groupBy(asking, ({ service }) => service);
  return [...services]
    .map(([service, list]) => `${plural(list.length, 'instance')} of ${service}`)
    .join(', ');
}

/** The reason that stands in the kill sheet before one types another. */
export function prefilledReason(incident: Incident | undefined): string {
  return incident ? `Incident: ${incident.report.title}`.slice(0, 500) : 'Killed by hand to protect users';
}

/** What users get of a switch as it stands, and once it is KILLED or LIVE. */
export function usersGet(one: Pick<Switch, 'state' | 'percent' | 'sheds' | 'fallback'>) {
  const live = one.sheds || 'the feature';
  const killed = one.fallback || 'nothing in its place';
  const now =
    one.state === 'LIVE'
      ? live
      : one.state === 'KILLED'
        ? killed
        : `${sharePercent(one.percent)} of users: ${live}`;
  return { now, live, killed };
}

/** The switches to show for a search text and a state, what takes most from users first. */
export function filterSwitches(
  switches: readonly Switch[],
  { text, state }: { text: string; state: Switch['state'] | 'all' },
): Switch[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return switches
    .filter((one) => state === 'all' || one.state === state)
    .filter((one) => {
      const haystack = [one.key, one.title, one.service, one.dependency, one.owner].join(' ').toLowerCase();
      return words.every((word) => haystack.includes(word));
    })
    .toSorted(byUrgency);
}

/** What is lost without a feature of a tier, in words. */
export const tierWords: Record<Switch['tier'], string> = {
  1: 'the business stops without it',
  2: 'the business is hurt without it',
  3: 'the business goes on without it',
};

/** The kills that somebody should look at now. */
export function needingRenewal(switches: readonly Switch[]): Switch[] {
  return switches.filter(({ term }) => term !== null && term.warning !== null).toSorted(byUrgency);
}

/** How many switches are not fully live, in words, such as `1 killed, 1 restoring`. */
export function countsText(switches: readonly Switch[]): string {
  const count = (state: Switch['state'], word: string) => {
    const number = switches.filter((one) => one.state === state).length;
    return number > 0 || state === 'KILLED' ? `${number} ${word}` : '';
  };
  return [count('KILLED', 'killed'), count('RESTORING', 'restoring'), count('DRILL', 'in a drill')]
    .filter(Boolean)
    .join(', ');
}

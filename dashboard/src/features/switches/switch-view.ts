import type { Incident, Instance, Switch } from '@breakwater/control-plane/contract';
import { plural } from '../../lib/numbers.ts';

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

/** The switches to show for a search text and a state, killed ones first. */
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
    .toSorted(
      (a, b) => Number(b.state === 'KILLED') - Number(a.state === 'KILLED') || a.key.localeCompare(b.key),
    );
}

import type { GuardState, Health, Instance, Service } from '@breakwater/control-plane/contract';
import { plural } from '../../lib/numbers.ts';

/** One instance's account of a guard. */
export interface GuardInstance {
  id: string;
  breaker: string;
  mark: Health;
  bulkhead: GuardState['bulkhead'];
}

/** A guarded call over all instances of its service. */
export interface GuardView {
  name: string;
  dependency: string;
  mark: Health;
  /** Such as `2 of 5 open`. */
  breaker: string;
  /** Such as `3 of 50 in use, 1 queued`. */
  bulkhead: string;
  /** Outcomes since each instance started, most frequent first. */
  outcomes: { name: string; count: number }[];
  instances: GuardInstance[];
}

const breakerMarks: Record<GuardState['breaker'], Health> = {
  closed: 'ok',
  forced_closed: 'ok',
  half_open: 'partial',
  open: 'bad',
  forced_open: 'bad',
};

/** Breaker states in words, worst first. */
const breakerWords: Record<GuardState['breaker'], string> = {
  open: 'open',
  forced_open: 'forced open',
  half_open: 'half-open',
  forced_closed: 'forced closed',
  closed: 'closed',
};

/** The shape of a guard's breaker; one that only observes is never wholly well. */
export function breakerMark({ breaker, mode }: GuardState): Health {
  return mode === 'observe' ? 'partial' : breakerMarks[breaker];
}

/** A guard's breaker in words, such as `closed` or `open, only observing`. */
export function breakerWord({ breaker, mode }: GuardState): string {
  return `${breakerWords[breaker]}${mode === 'observe' ? ', only observing' : ''}`;
}

/** The guards of a service, each over all its instances that are still heard of. */
export function guardsView(service: Service): GuardView[] {
  const heard = service.instances.filter(({ silent }) => !silent);
  const all = heard.flatMap((instance) => instance.guards.map((guard) => ({ instance, guard })));
  const groups = Map.groupBy(all, ({ guard }) => guard.name);
  return [...groups]
    .map(([name, members]) => guardView(name, members))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function guardView(name: string, members: { instance: Instance; guard: GuardState }[]): GuardView {
  const sum = (pick: (guard: GuardState) => number) =>
    members.reduce((total, { guard }) => total + pick(guard), 0);
  const queued = sum(({ bulkhead }) => bulkhead.queued);
  const outcomes = new Map<string, number>();
  for (const { guard } of members) {
    for (const [outcome, count] of Object.entries(guard.outcomes)) {
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count);
    }
  }
  return {
    name,
    dependency: members[0]?.guard.dependency ?? '',
    mark: worstShared(members.map(({ guard }) => breakerMark(guard))),
    breaker: breakerText(members.map(({ guard }) => guard)),
    bulkhead: `${sum(({ bulkhead }) => bulkhead.inUse)} of ${sum(({ bulkhead }) => bulkhead.limit)} in use${queued > 0 ? `, ${queued} queued` : ''}`,
    outcomes: [...outcomes]
      .filter(([, count]) => count > 0)
      .map(([outcome, count]) => ({ name: outcome, count }))
      .toSorted((a, b) => b.count - a.count),
    instances: members.map(({ instance, guard }) => ({
      id: instance.instanceId,
      breaker: breakerWord(guard),
      mark: breakerMark(guard),
      bulkhead: guard.bulkhead,
    })),
  };
}

function breakerText(guards: readonly GuardState[]): string {
  const order = Object.keys(breakerWords);
  const [worst] = guards.toSorted((a, b) => order.indexOf(a.breaker) - order.indexOf(b.breaker));
  if (!worst) return 'not known';
  const word = breakerWord(worst);
  const count = guards.filter((guard) => breakerWord(guard) === word).length;
  return `${count} of ${guards.length} ${word}`;
}

/** All bad is bad, some bad is partial. */
function worstShared(marks: Health[]): Health {
  if (marks.length === 0) return 'unknown';
  if (marks.every((mark) => mark === 'bad')) return 'bad';
  return marks.every((mark) => mark === 'ok') ? 'ok' : 'partial';
}

/** Where an instance has its switches from, in words. */
export const sourceWords: Record<Instance['source'], { mark: Health; word: string }> = {
  stream: { mark: 'ok', word: 'streaming' },
  poll: { mark: 'partial', word: 'polling' },
  backup: { mark: 'partial', word: 'last known good from disk' },
  none: { mark: 'unknown', word: 'no flags yet' },
};

/** How many instances a service has, and how many of them are silent. */
export function instancesText(instances: readonly Instance[]): string {
  const silent = instances.filter((one) => one.silent).length;
  if (instances.length === 0) return 'no instance reports flags';
  return silent > 0
    ? `${plural(instances.length, 'instance')}, ${silent} silent`
    : plural(instances.length, 'instance');
}

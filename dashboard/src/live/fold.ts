import type {
  ChangeEvent,
  Drill,
  DrillList,
  Incident,
  IncidentList,
  Policy,
  PolicyList,
  Propagation,
  Reminder,
  Rollout,
  RolloutList,
  Switch,
  SwitchList,
} from '@breakwater/control-plane/contract';

/** Puts a switch in its place in the list; an unknown one comes last. */
export function withSwitch(list: SwitchList, changed: Switch): SwitchList {
  const known = list.switches.find(({ key }) => key === changed.key);
  const next = { ...changed, propagation: furthest(known?.propagation ?? null, changed.propagation) };
  return { ...list, switches: replaceOrAdd(list.switches, next, ({ key }) => key, 'last') };
}

/** Carries a propagation to the switch that it belongs to. */
export function withPropagation(list: SwitchList, propagation: Propagation): SwitchList {
  const switches = list.switches.map((one) =>
    one.propagation?.changeId === propagation.changeId
      ? { ...one, propagation: furthest(one.propagation, propagation) }
      : one,
  );
  return { ...list, switches };
}

/** Of two accounts of the same change the one with more confirmations: answers and events may overtake each other. */
export function furthest(known: Propagation | null, heard: Propagation | null): Propagation | null {
  if (!known || !heard || known.changeId !== heard.changeId) return heard;
  return heard.confirmed >= known.confirmed ? heard : known;
}

/** Carries a reminder to the kill that it is about; a switch that is no longer killed needs none. */
export function withReminder(list: SwitchList, { key, kind, text }: Reminder): SwitchList {
  const switches = list.switches.map((one) =>
    one.key === key && one.term ? { ...one, term: { ...one.term, warning: kind, warningText: text } } : one,
  );
  return { ...list, switches };
}

/** Puts a drill in its place among those of its switch, newest first. */
export function withDrill(list: DrillList, changed: Drill): DrillList {
  return { drills: replaceOrAdd(list.drills, changed, ({ id }) => id, 'first') };
}

/** Puts a policy in its place in the list. */
export function withPolicy(list: PolicyList, changed: Policy): PolicyList {
  return { policies: replaceOrAdd(list.policies, changed, ({ flag }) => flag, 'last') };
}

/** Puts an incident in its place in the list; a new one comes first. */
export function withIncident(list: IncidentList, changed: Incident): IncidentList {
  return { incidents: replaceOrAdd(list.incidents, changed, ({ report }) => report.id, 'first') };
}

/** Puts a rollout in its place in the list; a new one comes first. */
export function withRollout(list: RolloutList, changed: Rollout): RolloutList {
  return { rollouts: replaceOrAdd(list.rollouts, changed, ({ id }) => id, 'first') };
}

/** Puts a change among the others, newest first. */
export function withChange(changes: readonly ChangeEvent[], heard: ChangeEvent): ChangeEvent[] {
  const others = changes.filter(({ id }) => id !== heard.id);
  return [...others, heard].sort((a, b) => b.at.localeCompare(a.at));
}

function replaceOrAdd<T>(
  list: readonly T[],
  item: T,
  keyOf: (item: T) => string,
  place: 'first' | 'last',
): T[] {
  const index = list.findIndex((one) => keyOf(one) === keyOf(item));
  if (index >= 0) return list.with(index, item);
  return place === 'first' ? [item, ...list] : [...list, item];
}

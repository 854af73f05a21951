import type { GuardState, Instance, Policy } from '@breakwater/control-plane/contract';
import { type FieldName, fieldNames } from './policy-fields.ts';
import { modeWords, numberAt, showNumber } from './policy-view.ts';

/** What is known of a guarded call as it stands, to show beside the fields; what no instance tells is absent. */
export interface PresentPolicy {
  /** Such as `now auto`. */
  mode: string | null;
  /** Such as `set to 900 ms` or `now 64`. */
  numbers: Partial<Record<FieldName, string>>;
}

/** Reads the override and what the guards tell: their mode and how many calls they let through at once. */
export function presentPolicy(policy: Policy, instances: readonly Instance[]): PresentPolicy {
  const guards = instances
    .filter(({ service, silent }) => service === policy.service && !silent)
    .flatMap((instance) => instance.guards)
    .filter(({ dependency }) => dependency === policy.dependency);
  const settings = policy.override?.settings ?? {};
  const set = fieldNames.flatMap((name) => {
    const value = numberAt(settings, name);
    return value === undefined ? [] : [[name, `set to ${showNumber(name, value)}`] as const];
  });
  const limits = limitsOf(guards);
  return {
    mode: modesOf(guards),
    numbers: { ...Object.fromEntries(set), ...(limits !== null && { concurrency: `now ${limits}` }) },
  };
}

function limitsOf(guards: readonly GuardState[]): string | null {
  if (guards.length === 0) return null;
  const limits = guards.map(({ bulkhead }) => bulkhead.limit);
  const [least, most] = [Math.min(...limits), Math.max(...limits)];
  return least === most ? String(least) : `${least} to ${most}`;
}

function modesOf(guards: readonly GuardState[]): string | null {
  const modes = new Set(guards.flatMap(({ mode }) => mode ?? []));
  return modes.size === 0 ? null : `now ${[...modes].map((mode) => modeWords[mode].word).join(', ')}`;
}

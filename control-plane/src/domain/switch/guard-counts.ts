import type { GuardState } from '../../contract/instance.ts';
import { type CallCounts, nothing, plus } from './drill.ts';
import type { SwitchPlace } from './surroundings.ts';

/** Counters of a guard that are not ends of a call. */
const isNoCall = (name: string) => /^(fallback|retr|hedge|shadow|observed)/.test(name);

/** Whether a guarded call passes a switch: it is named after it, or makes the call that the switch cuts. */
export function passes(
  place: SwitchPlace,
  service: string,
  { name, dependency }: Pick<GuardState, 'name' | 'dependency'>,
): boolean {
  if (service !== place.service) return false;
  return name === place.key || (place.dependency !== '' && dependency === place.dependency);
}

/** What the guards that pass a switch have counted together in one instance. */
export function countCalls(place: SwitchPlace, service: string, guards: readonly GuardState[]): CallCounts {
  return guardsOf(place, service, guards)
    .map(({ outcomes }) => countOutcomes(outcomes))
    .reduce(plus, nothing);
}

/** What the fallbacks of the same guards have answered, because of a kill or of a failure. */
export function countServed(place: SwitchPlace, service: string, guards: readonly GuardState[]): number {
  return guardsOf(place, service, guards).reduce(
    (sum, { outcomes }) => sum + (outcomes.fallback_served ?? 0),
    0,
  );
}

/** Those named after the switch, else those that make the call that it cuts. */
function guardsOf(place: SwitchPlace, service: string, guards: readonly GuardState[]): readonly GuardState[] {
  const named = guards.filter(({ name }) => name === place.key && service === place.service);
  return named.length > 0 ? named : guards.filter((guard) => passes(place, service, guard));
}

function countOutcomes(outcomes: Readonly<Record<string, number>>): CallCounts {
  const of = (name: string) => outcomes[name] ?? 0;
  const calls = Object.entries(outcomes).reduce(
    (sum, [name, count]) => sum + (isNoCall(name) ? 0 : count),
    0,
  );
  return {
    calls,
    fallbackAnswers: Math.min(of('killed'), of('fallback_served')),
    fallbackFailures: of('fallback_failed'),
    errors: of('failure') + of('timeout'),
  };
}

/** All answers of a switch's fallbacks, for whatever reason they were asked. */
export function countFallbacks(place: SwitchPlace, service: string, guards: readonly GuardState[]): number {
  return guards
    .filter((guard) => passes(place, service, guard))
    .reduce((sum, { outcomes }) => sum + (outcomes.fallback_served ?? 0), 0);
}

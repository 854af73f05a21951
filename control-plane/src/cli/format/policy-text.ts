import type { Policy, PolicySettings } from '../../contract/index.ts';
import { facts, table } from './table.ts';
import { age, timeLeft } from './time.ts';

/** The guarded calls with what is set over the code. */
export function policyTable(policies: readonly Policy[], now: number): string {
  if (policies.length === 0) return 'no running instance reports a guard, and nothing is set';
  return table(
    ['SERVICE', 'DEPENDENCY', 'INSTANCES', 'SET', 'ENDS', 'REASON'],
    policies.map(({ service, dependency, instances, override }) => [
      service,
      dependency,
      String(instances),
      override === null ? 'as the code says' : settingsText(override.settings),
      override === null ? '-' : endText(override.expiresAt, now),
      override === null ? '-' : `${override.reason} (${override.setBy})`,
    ]),
  );
}

/** One policy in full. */
export function policyText(
  { service, dependency, flag, override, guards, instances }: Policy,
  now: number,
): string {
  const set: [string, string][] =
    override === null
      ? [['set', 'nothing: as the code says']]
      : [
          ['set', settingsText(override.settings)],
          ['ends', endText(override.expiresAt, now)],
          ['by', `${override.setBy}, ${age(override.setAt, now)}: ${override.reason}`],
        ];
  return facts([
    ['policy', `${service} -> ${dependency} (${flag})`],
    ...set,
    ['guards', `${guards.join(', ') || 'none'} on ${instances} instances`],
  ]);
}

/** Settings as they are typed: `timeoutMs=800 breaker.openMs=2000`. */
export function settingsText(settings: PolicySettings): string {
  return wordsOf(settings).join(' ');
}

function wordsOf(settings: object, prefix = ''): string[] {
  return Object.entries(settings).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null
      ? wordsOf(value, `${prefix}${name}.`)
      : [`${prefix}${name}=${value}`],
  );
}

function endText(expiresAt: string, now: number): string {
  const ms = Date.parse(expiresAt) - now;
  return ms <= 0 ? 'now' : `in ${timeLeft(ms)}`;
}

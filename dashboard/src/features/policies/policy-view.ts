import type { Health, Policy, PolicySettings } from '@breakwater/control-plane/contract';
import { formatNumber, formatValue, plural } from '../../lib/numbers.ts';
import { formatRelative } from '../../lib/time.ts';
import { type FieldName, fieldNames, fieldOf, scaleOf } from './policy-fields.ts';

type Mode = NonNullable<PolicySettings['mode']>;

/** What each mode does, in words for lists and for the form. */
export const modeWords: Record<Mode, { mark: Health | null; word: string; effect: string }> = {
  auto: { mark: null, word: 'auto', effect: 'The breaker opens and closes by what it measures.' },
  observe: {
    mark: 'partial',
    word: 'observe',
    effect: 'It measures and reports, and lets every call through.',
  },
  forced_open: { mark: 'bad', word: 'forced open', effect: 'No call goes out: everybody gets the fallback.' },
  forced_closed: {
    mark: 'partial',
    word: 'forced closed',
    effect: 'Every call goes out, however many of them fail.',
  },
};

/** The guarded calls of one service to one dependency, as people read them. */
export interface PolicyView {
  /** Such as `gateway/recommendation`; names it in the address. */
  id: string;
  mark: Health | null;
  /** Such as `as the code says`, `overridden`. */
  word: string;
  lines: { name: string; value: string }[];
  /** Such as `back to the code in 3 h`; null without an override. */
  until: string | null;
  /** Such as `2 instances · guards recommendations`. */
  reach: string;
}

/** Arranges a policy at `now` (epoch ms). */
export function policyView(policy: Policy, now: number): PolicyView {
  const { override, guards, instances } = policy;
  const mode = override?.settings.mode;
  return {
    id: policyId(policy),
    mark: mode && modeWords[mode].mark ? modeWords[mode].mark : override ? 'partial' : null,
    word: !override ? 'as the code says' : mode && mode !== 'auto' ? modeWords[mode].word : 'overridden',
    lines: override ? settingsLines(override.settings) : [],
    until: override && `back to the code ${formatRelative(override.expiresAt, now)}`,
    reach: [
      instances > 0 ? plural(instances, 'instance') : 'no running instance',
      guards.length > 0 && `guards ${guards.join(', ')}`,
    ]
      .filter(Boolean)
      .join(' · '),
  };
}

/** How the address names a policy. */
export function policyId({ service, dependency }: Pick<Policy, 'service' | 'dependency'>): string {
  return `${service}/${dependency}`;
}

/** Those that are overridden first, then by name. */
export function sortPolicies(policies: readonly Policy[]): Policy[] {
  return policies.toSorted(
    (a, b) =>
      Number(b.override !== null) - Number(a.override !== null) || policyId(a).localeCompare(policyId(b)),
  );
}

/** What an override says, one line a setting. */
export function settingsLines(settings: PolicySettings): PolicyView['lines'] {
  const { mode, adaptive, hedgeAfterMs, rateLimit } = settings;
  return [
    ...(mode ? [{ name: 'Breaker', value: modeWords[mode].word }] : []),
    ...(adaptive === undefined
      ? []
      : [{ name: 'Limit follows the latency', value: adaptive ? 'yes' : 'no' }]),
    ...fieldNames.flatMap((name) => {
      const value = numberAt(settings, name);
      return value === undefined ? [] : [{ name: fieldOf(name).label, value: showNumber(name, value) }];
    }),
    ...(hedgeAfterMs === null ? [{ name: 'Second call', value: 'none' }] : []),
    ...(rateLimit === null ? [{ name: 'Rate limit', value: 'none' }] : []),
    ...(rateLimit ? [{ name: 'Rate limit', value: rateLimit.kind.replace('_', ' ') }] : []),
  ];
}

/** A number of a policy by its name; undefined where nothing is said of it. */
export function numberAt(settings: PolicySettings, name: FieldName): number | undefined {
  const [group, own] = name.split('.') as [keyof PolicySettings, string | undefined];
  const value: unknown =
    own === undefined
      ? settings[group]
      : (settings[group] as Record<string, unknown> | null | undefined)?.[own];
  return typeof value === 'number' ? value : undefined;
}

/** A number of a policy with its unit. */
export function showNumber(name: FieldName, value: number): string {
  const field = fieldOf(name);
  if (field.unit === 'ms') return formatValue(value / 1000, 's');
  const shown = formatNumber(value * scaleOf(field));
  return field.unit === '1/s' ? `${shown}/s` : field.unit ? `${shown} ${field.unit}` : shown;
}

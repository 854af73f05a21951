import type { PolicySettings, PutPolicy } from '@breakwater/control-plane/contract';
import { boundsText, type FieldName, fieldNames, fieldOf, scaleOf } from './policy-fields.ts';
import { numberAt } from './policy-view.ts';

/** How long an override lasts before the code rules again. */
export const ttlChoices = [
  { value: '900', text: '15 min' },
  { value: '3600', text: '1 h' },
  { value: '14400', text: '4 h' },
  { value: '86400', text: '1 day' },
  { value: '604800', text: '7 days' },
] as const;

/** What stands in the form; an empty text is as the code says. */
export interface PolicyDraft {
  mode: '' | NonNullable<PolicySettings['mode']>;
  adaptive: '' | 'yes' | 'no';
  /** `none` switches the second call off. */
  hedge: '' | 'none' | 'after';
  limit: '' | 'none' | 'token_bucket' | 'sliding_window';
  numbers: Record<FieldName, string>;
  reason: string;
  ttlS: string;
  /** The person means a step of more than twice or less than half. */
  isStepMeant: boolean;
}

/** The form as it opens: with the present override, or empty. */
export function draftOf(settings: PolicySettings): PolicyDraft {
  const { mode, adaptive, hedgeAfterMs, rateLimit } = settings;
  return {
    mode: mode ?? '',
    adaptive: adaptive === undefined ? '' : adaptive ? 'yes' : 'no',
    hedge: hedgeAfterMs === undefined ? '' : hedgeAfterMs === null ? 'none' : 'after',
    limit: rateLimit === undefined ? '' : rateLimit === null ? 'none' : rateLimit.kind,
    numbers: Object.fromEntries(
      fieldNames.map((name) => {
        const value = numberAt(settings, name);
        return [name, value === undefined ? '' : String(Number((value * scaleOf(fieldOf(name))).toFixed(6)))];
      }),
    ) as Record<FieldName, string>,
    reason: '',
    ttlS: '3600',
    isStepMeant: false,
  };
}

/** Whether a number has a place in the form as it is filled in. */
export function isAsked(name: FieldName, draft: PolicyDraft): boolean {
  if (name === 'hedgeAfterMs') return draft.hedge === 'after';
  if (name.startsWith('rateLimit.')) return draft.limit !== '' && draft.limit !== 'none';
  return true;
}

/** What is wrong with the form, by field; the control plane judges again. */
export type DraftProblems = Partial<Record<FieldName | 'reason' | 'settings', string>>;

/** Checks a form against the bounds of each number and those between them. */
export function draftProblems(draft: PolicyDraft): DraftProblems {
  const problems: DraftProblems = {};
  for (const name of fieldNames) {
    const problem = isAsked(name, draft) && numberProblem(name, draft.numbers[name], draft);
    if (problem) problems[name] = problem;
  }
  const settings = settingsOf(draft);
  if (settings.timeoutMs !== undefined && settings.deadlineMs !== undefined && !problems.deadlineMs) {
    if (settings.timeoutMs >= settings.deadlineMs) problems.deadlineMs = 'Longer than the timeout.';
  }
  const openMs = settings.breaker?.openMs;
  if (settings.timeoutMs !== undefined && openMs !== undefined && openMs < 2 * settings.timeoutMs) {
    problems['breaker.openMs'] ??= 'At least twice the timeout.';
  }
  if (draft.reason.trim().length < 3) problems.reason = 'Say in at least 3 characters why.';
  if (Object.keys(settings).length === 0) problems.settings = 'Change at least one setting.';
  return problems;
}

function numberProblem(name: FieldName, text: string, draft: PolicyDraft): string | null {
  const field = fieldOf(name);
  if (text.trim() === '') {
    const isNeeded = name === 'hedgeAfterMs' || name.startsWith('rateLimit.');
    return isNeeded && isAsked(name, draft) ? `A number from ${boundsText(field)}.` : null;
  }
  const value = Number(text) / scaleOf(field);
  const isFit = Number.isFinite(value) && value >= field.min && value <= field.max;
  if (!isFit || (field.isCount && !Number.isInteger(value))) {
    return `${field.isCount ? 'A whole number' : 'A number'} from ${boundsText(field)}.`;
  }
  return null;
}

/** The settings that a form says; what is empty is left to the code. */
export function settingsOf(draft: PolicyDraft): PolicySettings {
  const value = (name: FieldName): number | undefined => {
    const text = draft.numbers[name].trim();
    return text === '' || !isAsked(name, draft) ? undefined : Number(text) / scaleOf(fieldOf(name));
  };
  const group = (prefix: string) =>
    present(
      Object.fromEntries(
        fieldNames
          .filter((name) => name.startsWith(prefix))
          .map((name) => [name.slice(prefix.length), value(name)]),
      ),
    );
  const [breaker, retry] = [group('breaker.'), group('retry.')];
  const limit = draft.limit;
  return present({
    mode: draft.mode || undefined,
    timeoutMs: value('timeoutMs'),
    deadlineMs: value('deadlineMs'),
    concurrency: value('concurrency'),
    queue: value('queue'),
    adaptive: draft.adaptive === '' ? undefined : draft.adaptive === 'yes',
    breaker: Object.keys(breaker).length > 0 ? breaker : undefined,
    retry: Object.keys(retry).length > 0 ? retry : undefined,
    hedgeAfterMs: draft.hedge === 'none' ? null : value('hedgeAfterMs'),
    rateLimit:
      limit === ''
        ? undefined
        : limit === 'none'
          ? null
          : {
              kind: limit,
              perSecond: value('rateLimit.perSecond') ?? Number.NaN,
              burst: value('rateLimit.burst') ?? Number.NaN,
            },
  }) as PolicySettings;
}

function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The numbers that would move by more than twice or less than half of what is in force, by their labels. */
export function bigSteps(inForce: PolicySettings, next: PolicySettings): string[] {
  return fieldNames
    .filter((name) => {
      const [from, to] = [numberAt(inForce, name), numberAt(next, name)];
      return from !== undefined && to !== undefined && from !== to && (to > 2 * from || to < from / 2);
    })
    .map((name) => fieldOf(name).label);
}

/** The request that a form without problems makes. */
export function toPutPolicy(draft: PolicyDraft): PutPolicy {
  return {
    settings: settingsOf(draft),
    reason: draft.reason.trim(),
    ttlS: Number(draft.ttlS),
    ...(draft.isStepMeant && { confirmStep: true }),
  };
}

import type { PolicySettings } from '@breakwater/control-plane/contract';
import { PutPolicy } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import {
  bigSteps,
  draftOf,
  draftProblems,
  type PolicyDraft,
  settingsOf,
  toPutPolicy,
} from './policy-draft.ts';

const full: PolicySettings = {
  mode: 'observe',
  timeoutMs: 300,
  deadlineMs: 900,
  concurrency: 20,
  queue: 0,
  adaptive: true,
  breaker: { errorShare: 0.29, openMs: 5000 },
  retry: { attempts: 1, budgetShare: 0.1 },
  hedgeAfterMs: 120,
  rateLimit: { kind: 'token_bucket', perSecond: 50, burst: 10 },
};
const draft = (
  settings: PolicySettings,
  numbers: Partial<PolicyDraft['numbers']> = {},
  more: Partial<PolicyDraft> = {},
): PolicyDraft => {
  const opened = draftOf(settings);
  return { ...opened, reason: 'slow provider', ...more, numbers: { ...opened.numbers, ...numbers } };
};

test.each([[full], [{ hedgeAfterMs: null, rateLimit: null }], [{ adaptive: false }], [{}]])(
  'the form of %o says it again',
  (settings) => {
    expect(settingsOf(draft(settings))).toEqual(settings);
  },
);

test('what the form sends is what the contract takes', () => {
  const request = toPutPolicy(draft(full, {}, { ttlS: '900', isStepMeant: true }));
  expect(PutPolicy.parse(request)).toEqual({
    settings: full,
    reason: 'slow provider',
    ttlS: 900,
    confirmStep: true,
  });
  expect(toPutPolicy(draft(full))).not.toHaveProperty('confirmStep');
});

test.each([
  ['timeoutMs', '0', 'A number from 1 to 600,000 ms.'],
  ['timeoutMs', 'soon', 'A number from 1 to 600,000 ms.'],
  ['concurrency', '2.5', 'A whole number from 1 to 100,000.'],
  ['breaker.errorShare', '120', 'A number from 0.1 to 100 %.'],
  ['deadlineMs', '300', 'Longer than the timeout.'],
  ['breaker.openMs', '599', 'At least twice the timeout.'],
  ['rateLimit.burst', '', 'A number from 1 to 1,000,000.'],
] as const)('%s of "%s" is refused: %s', (name, text, problem) => {
  expect(draftProblems(draft(full, { [name]: text }))).toEqual({ [name]: problem });
});

test('a form without a reason or without a change is not sent', () => {
  expect(draftProblems(draft({}, {}, { reason: ' ' }))).toEqual({
    reason: 'Say in at least 3 characters why.',
    settings: 'Change at least one setting.',
  });
  expect(draftProblems(draft(full))).toEqual({});
});

test('a number that is not asked for any more is not sent', () => {
  expect(settingsOf(draft(full, {}, { hedge: '', limit: 'none' }))).toMatchObject({ rateLimit: null });
  expect(settingsOf(draft(full, {}, { hedge: '' }))).not.toHaveProperty('hedgeAfterMs');
});

test('a step of more than twice or less than half is pointed out', () => {
  expect(bigSteps(full, { ...full, timeoutMs: 600, concurrency: 10 })).toEqual([]);
  expect(bigSteps(full, { ...full, timeoutMs: 601, concurrency: 9 })).toEqual(['Timeout', 'Calls at once']);
  expect(bigSteps({}, full)).toEqual([]);
});

import type { Switch } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { restoreView } from './restore-view.ts';

const began = '2026-11-21T03:00:00.000Z';
const now = Date.parse('2026-11-21T03:00:12.000Z');
const restoring = (more: Partial<NonNullable<Switch['restore']>> = {}) => ({
  state: 'RESTORING' as const,
  percent: 25,
  restore: {
    step: 1,
    steps: [5, 25, 50, 100],
    stepBeganAt: began,
    stepMs: 30_000,
    nextStepAt: '2026-11-21T03:00:30.000Z',
    heldReason: null,
    startedBy: 'rae@example.com',
    ...more,
  },
});

test('a restore shows what is done, where it stands and when it goes on', () => {
  const view = restoreView(restoring(), now);
  expect(view?.next).toBe('50 % in 0:18');
  expect(view?.steps.map(({ percent, place }) => `${percent} ${place}`)).toEqual([
    '5 done',
    '25 current',
    '50 ahead',
    '100 ahead',
  ]);
  expect(view?.steps[1]?.progress).toBeCloseTo(0.4);
});

test('a held restore says what holds it', () => {
  const view = restoreView(
    restoring({ nextStepAt: null, heldReason: 'an incident is open on gateway' }),
    now,
  );
  expect(view).toMatchObject({ isHeld: true, next: 'Held at 25 % because an incident is open on gateway' });
});

test('a share that somebody set in the flag engine does not climb', () => {
  const view = restoreView({ state: 'RESTORING', percent: 40, restore: null }, now);
  expect(view).toMatchObject({ steps: [], isHeld: true });
  expect(view?.next).toMatch(/^40 % set by hand/);
});

test('the last step has nothing after it', () => {
  expect(restoreView(restoring({ step: 3, nextStepAt: null }), now)?.next).toBe('Last step');
});

test('a switch that is not being restored has no steps', () => {
  expect(restoreView({ state: 'LIVE', percent: 100, restore: null }, now)).toBeNull();
});

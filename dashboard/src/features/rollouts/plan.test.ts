import { expect, test } from 'vitest';
import { nextStage, type PlanDraft, planProblems, presets, toRequest } from './plan.ts';

const draft = (more: Partial<PlanDraft> = {}): PlanDraft => ({
  flag: 'catalog-badges',
  title: 'Badges',
  services: ['catalog'],
  stickiness: 'userId',
  stages: [...presets.quick],
  ...more,
});

test.each(Object.keys(presets) as (keyof typeof presets)[])('the plan "%s" may be sent as it is', (name) => {
  expect(planProblems(draft({ stages: [...presets[name]] }))).toEqual({});
});

test.each(['0.01', '0.29', '12.5'])('a plan may begin at %s %%', (percent) => {
  expect(planProblems(draft({ stages: [{ id: 1, percent, hold: '1', unit: 'min' }] }))).toEqual({});
});

test('units become milliseconds', () => {
  expect(toRequest(draft({ stages: [{ id: 1, percent: '5', hold: '1.5', unit: 'min' }] })).stages).toEqual([
    { percent: 5, holdMs: 90_000 },
  ]);
});

test.each([
  ['a flag with capitals', { flag: 'Catalog' }, 'flag'],
  ['a title of spaces', { title: '   ' }, 'title'],
  ['no service', { services: [] }, 'services'],
  ['no stage', { stages: [] }, 'stages'],
  ['less than 0.01 %', { stages: [{ id: 1, percent: '0.005', hold: '1', unit: 'min' }] }, 'stages'],
  ['a third decimal', { stages: [{ id: 1, percent: '0.125', hold: '1', unit: 'min' }] }, 'stages'],
  ['an empty share', { stages: [{ id: 1, percent: '', hold: '1', unit: 'min' }] }, 'stages'],
  ['a hold of eight days', { stages: [{ id: 1, percent: '5', hold: '192', unit: 'h' }] }, 'stages'],
] as const)('%s is refused at its field', (_, more, field) => {
  expect(Object.keys(planProblems(draft(more as Partial<PlanDraft>)))).toEqual([field]);
});

test('a stage that does not raise the share is named with both shares', () => {
  const stages = [
    { id: 1, percent: '25', hold: '1', unit: 'min' },
    { id: 2, percent: '10', hold: '1', unit: 'min' },
  ] as const;
  expect(planProblems(draft({ stages: [...stages] })).stages).toBe(
    'Stage 2: each stage must raise the share, but 10 % follows 25 %.',
  );
});

test('the next stage offered doubles the share up to everyone', () => {
  expect(nextStage([{ id: 3, percent: '25', hold: '1', unit: 'min' }])).toEqual({
    id: 4,
    percent: '50',
    hold: '1',
    unit: 'min',
  });
  expect(nextStage([{ id: 1, percent: '80', hold: '1', unit: 'min' }]).percent).toBe('100');
  expect(nextStage([{ id: 1, percent: '0.01', hold: '1', unit: 'min' }]).percent).toBe('0.02');
  expect(nextStage([]).percent).toBe('5');
});

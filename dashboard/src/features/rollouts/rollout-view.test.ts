import type { Rollout } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { isOver, rolloutView, verbs } from './rollout-view.ts';

const now = Date.parse('2026-11-21T02:51:00.000Z');
const at = (seconds: number) => new Date(now + seconds * 1000).toISOString();

function rollout(more: Partial<Rollout>): Rollout {
  return {
    id: 'r1',
    flag: 'catalog-badges',
    title: 'Badges',
    services: ['catalog'],
    stickiness: 'userId',
    stages: [
      { percent: 5, holdMs: 60_000 },
      { percent: 25, holdMs: 120_000 },
      { percent: 100, holdMs: 1000 },
    ],
    status: 'running',
    stageIndex: 1,
    percent: 25,
    stageEnteredAt: at(-30),
    nextStageAt: at(90),
    heldReason: null,
    incidentId: null,
    createdBy: 'ada@example.com',
    createdAt: at(-100),
    events: [],
    ...more,
  };
}

test('a climbing rollout shows done, current with its progress, and what lies ahead', () => {
  const view = rolloutView(rollout({}), now);
  expect(view.stages.map(({ percent, place, progress }) => [percent, place, progress])).toEqual([
    [5, 'done', 0],
    [25, 'current', 0.25],
    [100, 'ahead', 0],
  ]);
  expect(view.next).toBe('100 % in 1:30');
});

test('a held rollout says why and its clock stands', () => {
  const view = rolloutView(
    rollout({ status: 'held', nextStageAt: null, heldReason: 'incident on catalog' }),
    now,
  );
  expect(view.mark).toBe('bad');
  expect(view.next).toBe('Held at 25 %: incident on catalog');
  expect(view.stages[1]?.progress).toBe(0);
});

test.each([
  ['draft', { status: 'draft', stageIndex: -1, percent: 0 }, ['ahead', 'ahead', 'ahead']],
  ['discarded', { status: 'discarded', stageIndex: -1, percent: 0 }, ['ahead', 'ahead', 'ahead']],
  ['rolled back', { status: 'rolled_back', percent: 0 }, ['ahead', 'ahead', 'ahead']],
  ['completed', { status: 'completed', stageIndex: 2, percent: 100 }, ['done', 'done', 'done']],
] as const)('the ruler of a rollout that is %s', (word, more, places) => {
  const view = rolloutView(rollout(more), now);
  expect(view.word).toBe(word);
  expect(view.stages.map(({ place }) => place)).toEqual(places);
});

test('a draft is started or discarded, and is over then', () => {
  expect(verbs.draft).toEqual(['start', 'discard']);
  expect(verbs.discarded).toEqual([]);
  expect(isOver('discarded')).toBe(true);
});

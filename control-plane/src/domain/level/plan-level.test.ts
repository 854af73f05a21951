import { expect, it } from 'vitest';
import { beginKill } from '../switch/kill-term.ts';
import { beginRestore } from '../switch/restore.ts';
import type { Held } from './level-state.ts';
import { keepingAfter, listLevels, planLevel, type Standing, stateAfter } from './plan-level.ts';

const now = Date.parse('2026-11-21T03:00:00.000Z');
const defined = [
  { id: 'L1', title: 'No extras', sheds: '', adds: ['recommendations'] },
  { id: 'L2', title: 'Stale reads', sheds: '', adds: ['refresh', 'express'] },
] as const satisfies Parameters<typeof planLevel>[1];

const live: Standing = { state: 'LIVE', percent: 100, keeping: null };
const killedBy = (level?: string): Standing => ({
  state: 'KILLED',
  percent: 100,
  keeping: beginKill({ by: 'ann@example.com', reason: 'slow', level }, now),
});
const held = (key: string, more: Partial<Held> = {}): Held => ({
  key,
  level: 'L2',
  before: 'LIVE',
  percent: 100,
  keeping: null,
  ...more,
});
const standing = (more: Record<string, Standing> = {}) =>
  new Map(Object.entries({ recommendations: live, refresh: live, express: live, ...more }));

it('a level kills its own switches and those of the levels below', () => {
  expect(planLevel('L1', defined, [], standing()).kills.map(({ key }) => key)).toEqual(['recommendations']);
  expect(planLevel('L2', defined, [], standing()).kills.map(({ key }) => key)).toEqual([
    'recommendations',
    'refresh',
    'express',
  ]);
  expect(listLevels(defined).map(({ id, switches }) => [id, switches.length])).toEqual([
    ['L0', 0],
    ['L1', 1],
    ['L2', 3],
  ]);
});

it('a switch that is killed already is not held, so that lowering the level leaves it killed', () => {
  const plan = planLevel('L1', defined, [], standing({ recommendations: killedBy() }));
  expect(plan.kills).toEqual([]);
  expect(plan.stays).toMatchObject([{ key: 'recommendations', result: 'unchanged' }]);
});

it('lowering returns what the level holds, and nothing else', () => {
  const plan = planLevel(
    'L1',
    defined,
    [held('recommendations', { level: 'L1' }), held('refresh'), held('express')],
    standing({ recommendations: killedBy('L1'), refresh: killedBy('L2'), express: killedBy() }),
  );
  expect(plan.kills).toEqual([]);
  expect(plan.returns.map(({ key }) => key)).toEqual(['refresh']);
  expect(plan.stays).toMatchObject([
    { key: 'recommendations', detail: 'it is killed already' },
    { key: 'express', detail: 'somebody has killed it by hand: it stays killed' },
  ]);
});

it('what somebody has restored meanwhile is left alone', () => {
  const plan = planLevel('L0', defined, [held('refresh')], standing());
  expect(plan.returns).toEqual([]);
  expect(plan.stays).toMatchObject([{ key: 'refresh', detail: 'somebody has restored it meanwhile' }]);
});

it('a switch that the flag engine does not know is reported, the others are killed', () => {
  const known = standing();
  known.delete('refresh');
  const plan = planLevel('L2', defined, [], known);
  expect(plan.kills.map(({ key }) => key)).toEqual(['recommendations', 'express']);
  expect(plan.stays).toMatchObject([{ key: 'refresh', result: 'failed' }]);
});

it('a switch goes back to exactly what it was before', () => {
  const keeping = beginRestore({ by: 'ann@example.com', reason: 'well', stepMs: 30_000 }, [], now);
  const restoring = held('refresh', { before: 'RESTORING', percent: 25, keeping: { ...keeping, step: 1 } });
  expect(stateAfter(restoring)).toEqual({ state: 'RESTORING', percent: 25 });
  expect(keepingAfter(restoring, now + 60_000)).toMatchObject({
    kind: 'restoring',
    step: 1,
    begun: true,
    countsFrom: '2026-11-21T03:01:00.000Z',
  });
  expect(stateAfter(held('refresh'))).toEqual({ state: 'LIVE', percent: 100 });
  expect(keepingAfter(held('refresh'), now)).toBeNull();
  const drilling = held('refresh', {
    before: 'DRILL',
    percent: 99,
    keeping: { kind: 'drill', id: 'd', endsAt: '' },
  });
  expect(stateAfter(drilling)).toEqual({ state: 'LIVE', percent: 100 });
  expect(keepingAfter(drilling, now)).toBeNull();
});

it('what a crash has left half killed goes back to what was held, on the way up and on the way down', () => {
  const restoring = beginRestore({ by: 'ann@example.com', reason: 'well', stepMs: 30_000 }, [], now);
  const before = held('refresh', { before: 'RESTORING', percent: 5, keeping: restoring });
  const halfKilled = standing({ refresh: { state: 'LIVE', percent: 5, keeping: killedBy('L2').keeping } });
  const up = planLevel('L2', defined, [before], halfKilled);
  expect(up.kills.find(({ key }) => key === 'refresh')).toEqual(before);
  expect(planLevel('L0', defined, [before], halfKilled).returns).toEqual([before]);
});

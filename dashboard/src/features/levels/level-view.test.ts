import type { Level, LevelStatus, Switch } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { levelChange, levelMark, levelReportView, levelSegments } from './level-view.ts';

const level = (id: Level['id'], switches: string[], adds: string[] = switches): Level => ({
  id,
  title: `Title of ${id}`,
  sheds: '',
  switches,
  adds,
});
const levels = [level('L2', ['a', 'b', 'c'], ['b', 'c']), level('L0', []), level('L1', ['a'])];
const status = (more: Partial<LevelStatus> = {}): LevelStatus => ({
  current: 'L0',
  changedAt: null,
  changedBy: null,
  reason: null,
  levels,
  held: [],
  lastReport: null,
  ...more,
});
const killed = (...keys: string[]) =>
  ['a', 'b', 'c'].map((key) => ({ key, state: keys.includes(key) ? 'KILLED' : 'LIVE' })) as Switch[];

test('the bar climbs from L0 and says what each level sheds', () => {
  const segments = levelSegments(status({ current: 'L1' }));
  expect(segments.map(({ level: { id }, place, text }) => `${id} ${place} ${text}`)).toEqual([
    'L0 passed sheds nothing',
    'L1 current sheds 1 switch',
    'L2 above sheds 3 switches',
  ]);
});

test('more shed is a graver shape', () => {
  expect((['L0', 'L1', 'L2', 'L3', 'L5'] as const).map(levelMark)).toEqual([
    'ok',
    'partial',
    'partial',
    'bad',
    'bad',
  ]);
});

test('raising names what it kills and what is killed already', () => {
  expect(levelChange(status(), levels[0]!, killed('b'))).toEqual({
    direction: 'raise',
    kills: ['a', 'c'],
    already: ['b'],
    returns: [],
  });
});

test('lowering names what goes back and to what; a switch that was killed before stays killed', () => {
  const raised = status({
    current: 'L2',
    held: [
      { key: 'a', before: 'LIVE', level: 'L1' },
      { key: 'b', before: 'KILLED', level: 'L2' },
      { key: 'c', before: 'LIVE', level: 'L2' },
    ],
  });
  expect(levelChange(raised, levels[2]!, killed('a', 'b', 'c'))).toMatchObject({
    direction: 'lower',
    kills: [],
    returns: [
      { key: 'b', to: 'KILLED' },
      { key: 'c', to: 'LIVE' },
    ],
  });
});

test('a report names what failed first, and why', () => {
  const view = levelReportView({
    from: 'L0',
    to: 'L2',
    at: '2026-11-21T03:00:00.000Z',
    by: 'rae@example.com',
    reason: 'load',
    results: [
      { key: 'b', from: 'KILLED', to: 'KILLED', result: 'unchanged', detail: null },
      { key: 'a', from: 'LIVE', to: 'KILLED', result: 'changed', detail: null },
      { key: 'c', from: 'LIVE', to: 'KILLED', result: 'failed', detail: 'the flag is archived' },
    ],
    failed: 1,
  });
  expect(view).toMatchObject({ mark: 'partial', text: 'L0 → L2: 1 changed, 1 failed' });
  expect(view.lines.map(({ key, text }) => `${key} ${text}`)).toEqual([
    'c failed, still LIVE: the flag is archived',
    'a LIVE → KILLED',
    'b stays KILLED',
  ]);
});

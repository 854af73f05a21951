import { expect, it } from 'vitest';
import type { Rollout } from '../../contract/index.ts';
import { chooseRollout } from './rollout.ts';

const rollout = (id: string, status: Rollout['status'], createdAt: string): Rollout => ({
  id,
  flag: 'badges',
  title: 'Badges',
  services: ['catalog'],
  stickiness: 'userId',
  stages: [{ percent: 100, holdMs: 1000 }],
  status,
  stageIndex: 0,
  percent: 0,
  stageEnteredAt: null,
  nextStageAt: null,
  heldReason: null,
  incidentId: null,
  createdBy: 'rosa@example.com',
  createdAt,
  events: [],
});
const old = rollout('r1', 'running', '2026-11-20T00:00:00.000Z');
const rolledBack = rollout('r2', 'rolled_back', '2026-11-21T00:00:00.000Z');
const completed = rollout('r3', 'completed', '2026-11-22T00:00:00.000Z');

it('finds a rollout by its id', () => {
  expect(chooseRollout([old, rolledBack], 'r2')).toBe(rolledBack);
});

it('prefers the one under way when named by flag', () => {
  expect(chooseRollout([completed, rolledBack, old], 'badges')).toBe(old);
});

it('takes the newest when none is under way', () => {
  expect(chooseRollout([rolledBack, completed], 'badges')).toBe(completed);
});

it('finds nothing for another name', () => {
  expect(chooseRollout([old], 'ranker')).toBeUndefined();
});

import { describe, expect, it } from 'vitest';
import type { Rollout } from '../../contract/index.ts';
import { rolloutTable, rolloutText, stagesText } from './rollout-text.ts';

const now = Date.parse('2026-11-21T02:51:07.000Z');
const rollout: Rollout = {
  id: 'r1',
  flag: 'catalog-badges',
  title: 'Badges in the catalog',
  services: ['catalog'],
  stickiness: 'userId',
  stages: [5, 25, 100].map((percent) => ({ percent, holdMs: 60_000 })),
  status: 'held',
  stageIndex: 1,
  percent: 25,
  stageEnteredAt: '2026-11-21T02:50:00.000Z',
  nextStageAt: '2026-11-21T02:51:37.000Z',
  heldReason: 'incident i1 is open on catalog',
  incidentId: 'i1',
  createdBy: 'rosa@example.com',
  createdAt: '2026-11-21T02:00:00.000Z',
  events: [{ at: '2026-11-21T02:00:00.000Z', kind: 'created', text: 'created', actor: 'rosa@example.com' }],
};

describe('rollouts', () => {
  it('mark the present stage', () => {
    expect(stagesText(rollout)).toBe('5 [25] 100 %');
    expect(stagesText({ ...rollout, stageIndex: -1 })).toBe('5 25 100 %');
  });

  it('say when the next stage is due and why they are held', () => {
    expect(rolloutTable([rollout], now)).toContain('in 30 s  incident i1 is open on catalog');
    expect(rolloutTable([{ ...rollout, nextStageAt: null }], now)).not.toContain('in 30 s');
    expect(rolloutTable([], now)).toBe('no rollout');
  });

  it('show their history', () => {
    expect(rolloutText(rollout, now)).toContain('2026-11-21 02:00:00Z  created (rosa@example.com)');
  });
});

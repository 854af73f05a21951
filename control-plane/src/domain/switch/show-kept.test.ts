import { expect, it } from 'vitest';
import { beginKill } from './kill-term.ts';
import { beginRestore } from './restore.ts';
import { showKept } from './show-kept.ts';

const now = Date.parse('2026-11-21T03:00:00.000Z');
const kill = beginKill({ by: 'ann@example.com', reason: 'slow', expiresInS: 600 }, now);
const restore = beginRestore({ by: 'ann@example.com', reason: 'well', stepMs: 30_000 }, [], now);

it('shows what the flag does, and what is under way', () => {
  expect(showKept({ enabled: true, percent: 100 }, null, undefined)).toMatchObject({
    state: 'LIVE',
    percent: 100,
  });
  expect(showKept({ enabled: false, percent: 100 }, kill, undefined)).toMatchObject({
    state: 'KILLED',
    percent: 0,
    term: { expiresAt: '2026-11-21T03:10:00.000Z' },
  });
  expect(showKept({ enabled: true, percent: 5 }, restore, undefined)).toMatchObject({
    state: 'RESTORING',
    percent: 5,
    restore: { step: 0, nextStepAt: '2026-11-21T03:00:30.000Z' },
  });
  expect(
    showKept({ enabled: true, percent: 99 }, { kind: 'drill', id: 'd', endsAt: '' }, undefined),
  ).toMatchObject({ state: 'DRILL', percent: 99 });
});

it('believes the flag where the keeping is behind it', () => {
  expect(showKept({ enabled: false, percent: 5 }, restore, undefined)).toMatchObject({
    state: 'KILLED',
    term: null,
  });
  expect(showKept({ enabled: true, percent: 100 }, kill, undefined)).toMatchObject({
    state: 'LIVE',
    term: null,
  });
  expect(showKept({ enabled: true, percent: 30 }, null, undefined)).toMatchObject({
    state: 'RESTORING',
    restore: null,
  });
});

it('a kill past this system has a review as well', () => {
  const flip = { at: '2026-11-21T02:00:00.000Z', by: 'bob@example.com', reason: null };
  expect(showKept({ enabled: false, percent: 100 }, null, flip).term).toMatchObject({
    since: flip.at,
    reviewAt: '2026-11-22T02:00:00.000Z',
  });
});

it('a flag that is not there counts as live, as it does in the SDKs', () => {
  expect(showKept(undefined, kill, undefined).state).toBe('LIVE');
});

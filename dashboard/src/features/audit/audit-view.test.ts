import type { AuditEntry } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { differences, filterAudit, valuesOf } from './audit-view.ts';

const entry = (id: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: '2026-11-21T02:51:07.000Z',
  actor: 'ada@example.com',
  action: 'switch.kill',
  target: 'recommendations',
  reason: 'too slow',
  before: null,
  after: null,
  ...more,
});

const entries = [
  entry(3),
  entry(2, { actor: 'bob@example.com', reason: null }),
  entry(1, { action: 'rollout.start', target: 'badges' }),
];

test.each([
  [{ text: '' }, [3, 2, 1]],
  [{ text: 'SLOW recomm' }, [3]],
  [{ actor: 'bob@example.com' }, [2]],
  [{ action: 'rollout.start' }, [1]],
  [{ text: 'badges', actor: 'bob@example.com' }, []],
])('the filter %j leaves %j', (filter, ids) => {
  const shown = filterAudit(entries, { text: '', actor: '', action: '', ...filter });
  expect(shown.map(({ id }) => id)).toEqual(ids);
});

test('the lists offer each value once', () => {
  expect(valuesOf(entries, 'actor')).toEqual(['ada@example.com', 'bob@example.com']);
  expect(valuesOf(entries, 'action')).toEqual(['rollout.start', 'switch.kill']);
});

test('only what changed is told', () => {
  expect(
    differences({ before: { state: 'LIVE', key: 'a' }, after: { state: 'KILLED', key: 'a', n: 1 } }),
  ).toEqual([
    { field: 'state', before: 'LIVE', after: 'KILLED' },
    { field: 'n', before: '–', after: '1' },
  ]);
  expect(differences({ before: null, after: 'x' })).toEqual([{ field: 'value', before: '–', after: 'x' }]);
  expect(differences({ before: null, after: undefined })).toEqual([]);
});

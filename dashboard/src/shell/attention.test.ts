import type { IncidentList, RolloutList, SwitchList } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { attention } from './attention.ts';

test('what is resolved, live or climbing needs nobody', () => {
  expect(
    attention({
      incidents: { incidents: [{ status: 'resolved' }] } as IncidentList,
      switches: { switches: [{ state: 'LIVE' }] } as SwitchList,
      rollouts: { rollouts: [{ status: 'running' }] } as RolloutList,
    }),
  ).toEqual({});
});

test('open and mitigated incidents, killed switches and held rollouts are counted', () => {
  expect(
    attention({
      incidents: { incidents: [{ status: 'open' }, { status: 'mitigated' }] } as IncidentList,
      switches: { switches: [{ state: 'KILLED' }, { state: 'LIVE' }] } as SwitchList,
      rollouts: { rollouts: [{ status: 'held' }] } as RolloutList,
    }),
  ).toEqual({
    Incidents: { count: 2, words: '2 not resolved' },
    Switches: { count: 1, words: '1 killed' },
    Rollouts: { count: 1, words: '1 held' },
  });
});

test('answers that have not come count nothing', () => {
  expect(attention({})).toEqual({});
});

import type {
  ChangeEvent,
  Drill,
  Policy,
  Propagation,
  Switch,
  SwitchList,
} from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import {
  furthest,
  withChange,
  withDrill,
  withPolicy,
  withPropagation,
  withReminder,
  withSwitch,
} from './fold.ts';

const propagation = (changeId: string, confirmed: number): Propagation => ({
  changeId,
  revision: 7,
  at: '2026-11-21T02:51:07.000Z',
  total: 5,
  confirmed,
  confirmedMs: confirmed === 5 ? 640 : null,
  instances: [],
});

const oneSwitch = (key: string, more: Partial<Switch> = {}): Switch => ({
  key,
  state: 'LIVE',
  percent: 100,
  title: key,
  sheds: '',
  fallback: '',
  owner: '',
  service: 'gateway',
  dependency: '',
  runbook: '',
  tier: 3,
  dependents: [],
  expectedEffect: '',
  term: null,
  restore: null,
  lastDrill: null,
  lastProvenAt: null,
  changedAt: null,
  changedBy: null,
  reason: null,
  propagation: null,
  ...more,
});

const list: SwitchList = {
  environment: 'production',
  revision: 6,
  switches: [oneSwitch('a'), oneSwitch('b')],
};

test('a changed switch keeps its place, a new one comes last', () => {
  const next = withSwitch(withSwitch(list, oneSwitch('a', { state: 'KILLED' })), oneSwitch('c'));
  expect(next.switches.map(({ key, state }) => `${key} ${state}`)).toEqual(['a KILLED', 'b LIVE', 'c LIVE']);
});

test('a late answer with fewer confirmations does not take proof back', () => {
  const ahead = withSwitch(list, oneSwitch('a', { propagation: propagation('x', 5) }));
  const late = withSwitch(ahead, oneSwitch('a', { propagation: propagation('x', 3) }));
  expect(late.switches[0]?.propagation?.confirmed).toBe(5);
});

test('the next change starts its own count from nothing', () => {
  expect(furthest(propagation('x', 5), propagation('y', 0))?.changeId).toBe('y');
});

test('a propagation reaches the switch of its change only', () => {
  const both: SwitchList = {
    ...list,
    switches: [
      oneSwitch('a', { propagation: propagation('x', 1) }),
      oneSwitch('b', { propagation: propagation('y', 1) }),
    ],
  };
  const next = withPropagation(both, propagation('y', 4));
  expect(next.switches.map((one) => one.propagation?.confirmed)).toEqual([1, 4]);
});

test('changes stay newest first and are told once', () => {
  const change = (id: string, at: string) => ({ id, at }) as ChangeEvent;
  const next = withChange([change('2', '2026-11-21T02:00:00.000Z')], change('3', '2026-11-21T03:00:00.000Z'));
  expect(withChange(next, change('2', '2026-11-21T02:00:00.000Z')).map(({ id }) => id)).toEqual(['3', '2']);
});

const at = '2026-11-21T03:00:00.000Z';

test('a reminder reaches the kill that it is about, and no switch that is live', () => {
  const term = {
    since: at,
    expiresAt: at,
    reviewAt: null,
    warning: null,
    warningText: null,
    renewals: 0,
    level: null,
  };
  const given = { ...list, switches: [oneSwitch('a', { state: 'KILLED', term }), oneSwitch('b')] };
  const reminder = { kind: 'expires_soon' as const, text: 'Expires soon.', at };
  const next = withReminder(withReminder(given, { ...reminder, key: 'a' }), { ...reminder, key: 'b' });
  expect(next.switches.map((one) => one.term?.warningText ?? null)).toEqual(['Expires soon.', null]);
});

test('a drill that goes on keeps its place, a new one comes first', () => {
  const drill = (id: string, calls: number) => ({ id, evidence: { calls } }) as Drill;
  const next = withDrill(withDrill({ drills: [drill('1', 5)] }, drill('2', 0)), drill('2', 9));
  expect(next.drills.map(({ id, evidence }) => `${id} ${evidence?.calls}`)).toEqual(['2 9', '1 5']);
});

test('a changed policy replaces what was known of it', () => {
  const policy = (flag: string, instances: number) => ({ flag, instances }) as Policy;
  const next = withPolicy({ policies: [policy('x', 1), policy('y', 1)] }, policy('x', 2));
  expect(next.policies.map(({ flag, instances }) => `${flag} ${instances}`)).toEqual(['x 2', 'y 1']);
});

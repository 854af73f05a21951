import type { ChangeEvent, Propagation, Switch, SwitchList } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { furthest, withChange, withPropagation, withSwitch } from './fold.ts';

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

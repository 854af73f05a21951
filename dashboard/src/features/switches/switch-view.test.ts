import type { Incident, Instance, Switch } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import {
  audience,
  countsText,
  filterSwitches,
  needingRenewal,
  prefilledReason,
  usersGet,
} from './switch-view.ts';

const instance = (service: string, flags: string[], silent = false) =>
  ({ service, flags, silent }) as Instance;
const oneSwitch = (key: string, state: Switch['state'], service = 'gateway') =>
  ({ key, state, service, title: `Title of ${key}`, dependency: '', owner: 'shop' }) as Switch;

test('the audience counts running instances that ask for the switch', () => {
  const instances = [
    instance('gateway', ['a']),
    instance('gateway', ['a', 'b']),
    instance('gateway', ['a'], true),
    instance('order', ['b']),
  ];
  expect(audience('a', instances)).toBe('2 instances of gateway');
  expect(audience('b', instances)).toBe('1 instance of gateway, 1 instance of order');
  expect(audience('c', instances)).toBe('No running instance has asked for it yet');
});

test('killed switches come first, then by key', () => {
  const list = [oneSwitch('b', 'LIVE'), oneSwitch('c', 'KILLED'), oneSwitch('a', 'LIVE')];
  expect(filterSwitches(list, { text: '', state: 'all' }).map(({ key }) => key)).toEqual(['c', 'a', 'b']);
});

test('each word of the search must be found somewhere', () => {
  const list = [oneSwitch('recommendations', 'LIVE'), oneSwitch('payments.capture', 'LIVE', 'order')];
  expect(filterSwitches(list, { text: 'shop ORDER', state: 'all' }).map(({ key }) => key)).toEqual([
    'payments.capture',
  ]);
  expect(filterSwitches(list, { text: '', state: 'KILLED' })).toEqual([]);
});

test('a kill from an incident carries its title as the reason', () => {
  const incident = { report: { title: 'recommendation: latency up' } } as Incident;
  expect(prefilledReason(incident)).toBe('Incident: recommendation: latency up');
  expect(prefilledReason(undefined).length).toBeGreaterThanOrEqual(3);
});

test('the counts leave out states that nothing is in, but always tell the killed', () => {
  expect(countsText([oneSwitch('a', 'LIVE')])).toBe('0 killed');
  expect(countsText([oneSwitch('a', 'KILLED'), oneSwitch('b', 'RESTORING'), oneSwitch('c', 'DRILL')])).toBe(
    '1 killed, 1 restoring, 1 in a drill',
  );
});

test('a kill asks for somebody only while it is warned of', () => {
  const killed = (key: string, warning: 'review_due' | null) =>
    ({ ...oneSwitch(key, 'KILLED'), term: { warning } }) as Switch;
  const list = [killed('a', null), killed('b', 'review_due'), { ...oneSwitch('c', 'LIVE'), term: null }];
  expect(needingRenewal(list).map(({ key }) => key)).toEqual(['b']);
});

test.each([
  ['LIVE', 100, 'Chosen products'],
  ['KILLED', 0, 'Bestsellers'],
  ['RESTORING', 25, '25 % of users: Chosen products'],
  ['DRILL', 99, '99 % of users: Chosen products'],
] as const)('what users get while a switch is %s', (state, percent, now) => {
  const one = { state, percent, sheds: 'Chosen products', fallback: 'Bestsellers' };
  expect(usersGet(one)).toEqual({ now, live: 'Chosen products', killed: 'Bestsellers' });
  expect(usersGet({ ...one, sheds: '', fallback: '' })).toMatchObject({
    live: 'the feature',
    killed: 'nothing in its place',
  });
});

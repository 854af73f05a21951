import { expect, it } from 'vitest';
import { ChangeEvent } from '../../contract/change.ts';
import { changeOf, type FlagEvent, type FlagFacts, isPreparation, percentOf } from './flag-event.ts';

const event: FlagEvent = {
  id: 7,
  at: new Date('2026-01-02T03:04:05.678Z'),
  type: 'feature-environment-enabled',
  flag: 'ranker',
  actor: 'ada@example.com',
  data: null,
  before: null,
};
const facts: FlagFacts = {
  isSwitch: false,
  enabled: true,
  share: 0.25,
  services: ['b', 'a'],
  inRollout: false,
};
const strategy = (rollout: string) => ({
  name: 'flexibleRollout',
  parameters: { rollout, stickiness: 'userId' },
});

it('keeps the event’s own time and author, and an id that is the same each time', () => {
  const change = changeOf(event, facts, 'production');
  expect(ChangeEvent.parse(change)).toEqual(change);
  expect(change).toMatchObject({
    id: 'flag-production-7',
    at: '2026-01-02T03:04:05.678Z',
    actor: 'ada@example.com',
    services: ['a', 'b'],
  });
});

it.each<[string, Partial<FlagEvent>, Partial<FlagFacts>, Partial<ChangeEvent>]>([
  [
    'a flag that is turned on',
    {},
    {},
    { effect: 'enable', exposure: 0.25, kind: 'flag', title: 'ranker: off -> on for 25 % of users' },
  ],
  [
    'a flag that is turned off',
    { type: 'feature-environment-disabled' },
    { enabled: false },
    { effect: 'disable', exposure: 0, title: 'ranker: on -> off' },
  ],
  [
    'a kill',
    { type: 'feature-environment-disabled' },
    { isSwitch: true, enabled: false },
    { effect: 'kill', exposure: 0, title: 'ranker: LIVE -> KILLED' },
  ],
  [
    'the first step of a restore',
    {},
    { isSwitch: true, share: 0.05 },
    { effect: 'restore', exposure: 0.05, title: 'ranker: KILLED -> RESTORING at 5 %' },
  ],
  [
    'a further step of a restore',
    { type: 'feature-strategy-update', before: strategy('5'), data: strategy('25') },
    { isSwitch: true, share: 0.25 },
    { effect: 'ramp', exposure: 0.25, title: 'ranker: RESTORING 5 % -> 25 %' },
  ],
  [
    'the last step of a restore',
    { type: 'feature-strategy-update', before: strategy('50'), data: strategy('100') },
    { isSwitch: true, share: 1 },
    { effect: 'restore', exposure: 1, title: 'ranker: RESTORING 50 % -> LIVE' },
  ],
  [
    'the beginning of a drill',
    { type: 'feature-strategy-update', before: strategy('100'), data: strategy('99') },
    { isSwitch: true, share: 0.99 },
    { effect: 'ramp', exposure: 0.99, title: 'ranker: LIVE -> 1 % of requests to the fallback' },
  ],
  [
    'the end of a drill',
    { type: 'feature-strategy-update', before: strategy('99'), data: strategy('100') },
    { isSwitch: true, share: 1 },
    { effect: 'ramp', exposure: 1, title: 'ranker: the drill is over: LIVE' },
  ],
  [
    'a restore',
    {},
    { isSwitch: true, share: 1 },
    { effect: 'restore', exposure: 1, title: 'ranker: KILLED -> LIVE' },
  ],
  [
    'a ramp',
    { type: 'feature-strategy-update', before: strategy('10'), data: strategy('25') },
    { inRollout: true },
    { effect: 'ramp', kind: 'rollout', exposure: 0.25, title: 'ranker: 10 % -> 25 % of users' },
  ],
  [
    'a ramp of a flag that is off',
    { type: 'feature-strategy-update', before: strategy('10'), data: strategy('25') },
    { enabled: false },
    { effect: 'other', exposure: 0, title: 'ranker: 10 % -> 25 % of users, while off' },
  ],
  [
    'constraints that change',
    { type: 'feature-strategy-update', before: strategy('10'), data: strategy('10') },
    {},
    { effect: 'other', title: 'ranker: strategy changed, 10 % of users' },
  ],
  [
    'a strategy without a percentage',
    { type: 'feature-strategy-add', data: { name: 'userWithId', parameters: {} } },
    {},
    { effect: 'other', title: 'ranker: strategy added' },
  ],
  [
    'an archived flag',
    { type: 'feature-archived' },
    { enabled: false },
    { effect: 'disable', exposure: 0, title: 'ranker: archived' },
  ],
  [
    'a policy that is set',
    { flag: 'policy.order.payment' },
    { services: [] },
    {
      kind: 'config',
      effect: 'other',
      services: ['order'],
      title: 'Policy of order towards payment: set',
    },
  ],
  [
    'a policy that is set again',
    {
      flag: 'policy.order.payment',
      type: 'feature-strategy-update',
      before: strategy('100'),
      data: strategy('100'),
    },
    { services: [] },
    { effect: 'other', services: ['order'], title: 'Policy of order towards payment: set' },
  ],
  [
    'a policy whose time is over',
    { flag: 'policy.order.payment', type: 'feature-environment-disabled' },
    { services: [], enabled: false },
    { effect: 'other', title: 'Policy of order towards payment: back to what the code says' },
  ],
  [
    'a segment',
    { type: 'segment-updated', flag: 'beta' },
    { enabled: false },
    { kind: 'config', effect: 'other', exposure: null, title: 'beta: segment changed' },
  ],
  [
    'variants',
    { type: 'feature-environment-variants-updated' },
    {},
    { effect: 'other', title: 'ranker: environment variants updated' },
  ],
])('tells of %s', (_name, moreEvent, moreFacts, expected) => {
  expect(changeOf({ ...event, ...moreEvent }, { ...facts, ...moreFacts }, 'production')).toMatchObject(
    expected,
  );
});

it.each([
  [strategy('12'), 12],
  [strategy('0'), 0],
  [{ parameters: {} }, undefined],
  [{}, undefined],
  [null, undefined],
  ['x', undefined],
  [strategy('x'), undefined],
])('reads the percentage of %o as %s', (given, expected) => {
  expect(percentOf(given)).toBe(expected);
});

it.each<[string, Partial<FlagEvent>, Partial<FlagFacts>, boolean]>([
  ['the share of a killed switch', {}, { isSwitch: true, enabled: false }, true],
  ['the share of a switch that comes back', {}, { isSwitch: true }, false],
  ['the value of a policy that is not in force', { flag: 'policy.order.payment' }, { enabled: false }, true],
  ['the value of a policy that is in force', { flag: 'policy.order.payment' }, {}, false],
  ['the share of any other flag that is off', {}, { enabled: false }, false],
  ['a kill', { type: 'feature-environment-disabled' }, { isSwitch: true, enabled: false }, false],
])('%s: is it only a preparation?', (_name, moreEvent, moreFacts, expected) => {
  const updated = { ...event, type: 'feature-strategy-update', ...moreEvent };
  expect(isPreparation(updated, { ...facts, ...moreFacts })).toBe(expected);
});

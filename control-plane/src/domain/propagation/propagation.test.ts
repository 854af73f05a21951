import { expect, it } from 'vitest';
import { Propagation } from '../../contract/switch.ts';
import {
  type Applied,
  begin,
  confirmAll,
  confirmedMs,
  confirmOverride,
  credit,
  merge,
  type Tracked,
  toPropagation,
  waitFor,
} from './propagation.ts';

const change = { changeId: 'kill-1', flag: 'recommendations', revision: 10, acceptedAt: 1000 };
const server = 12;
const instance = (id: string, revision: number, appliedAt = 1100, more: Partial<Applied> = {}): Applied => ({
  id,
  service: 'gateway',
  revision,
  appliedAt,
  proof: 'heartbeat',
  ...more,
});
const confirm = (tracked: Tracked, applied: Applied, revision: number) =>
  confirmAll(tracked, [applied], revision);
const heard = { isSilent: () => false, isAhead: () => false };

it('waits for each instance that was alive, and is over with the last one', () => {
  let tracked = begin(change, [instance('a', 9), instance('b', 9)], server);
  expect(confirmedMs(tracked)).toBeNull();
  tracked = confirm(tracked, instance('a', 10, 1080), server);
  expect(confirmedMs(tracked)).toBeNull();
  tracked = confirm(tracked, instance('b', 12, 1250), server);
  expect(confirmedMs(tracked)).toBe(250);
  expect(Propagation.parse(toPropagation(tracked, heard))).toMatchObject({
    total: 2,
    confirmed: 2,
    confirmedMs: 250,
  });
});

it('takes many at once, and leaves those alone who have nothing to add', () => {
  const waiting = begin(change, [instance('a', 9), instance('b', 9), instance('c', 9)], server);
  const tracked = confirmAll(waiting, [instance('a', 10), instance('b', 11), instance('c', 9)], server);
  expect([...tracked.instances].map(([id, proof]) => [id, proof.confirmedMs])).toEqual([
    ['a', 100],
    ['b', 100],
    ['c', null],
  ]);
  expect(tracked.instances.get('c')).toBe(waiting.instances.get('c'));
});

it('an older revision, a stranger and a second word confirm nothing', () => {
  const tracked = confirm(begin(change, [instance('a', 9)], server), instance('a', 10, 1100), server);
  expect(confirm(tracked, instance('a', 11, 9000), server)).toBe(tracked);
  expect(confirm(tracked, instance('stranger', 10), server)).toBe(tracked);
  const waiting = begin(change, [instance('a', 9)], server);
  expect(confirm(waiting, instance('a', 9), server)).toBe(waiting);
});

it('an instance that applied it before it was tracked counts from its own word, never below zero', () => {
  expect(confirmedMs(begin(change, [instance('a', 10, 1040)], server))).toBe(40);
  expect(confirmedMs(begin(change, [instance('a', 10, 900)], server))).toBe(0);
});

it('is over at once where nobody is there to confirm', () => {
  expect(toPropagation(begin(change, [], server), heard)).toMatchObject({
    total: 0,
    confirmed: 0,
    confirmedMs: 0,
  });
});

it('names those who have not confirmed and are silent', () => {
  const tracked = confirm(
    begin(change, [instance('a', 9), instance('b', 9)], server),
    instance('a', 10),
    server,
  );
  const { instances } = toPropagation(tracked, { ...heard, isSilent: () => true });
  expect(instances.map(({ id, silent }) => [id, silent])).toEqual([
    ['a', undefined],
    ['b', true],
  ]);
});

it('joins what two replicas have heard', () => {
  const both = [instance('a', 9), instance('b', 9)];
  const here = confirm(begin(change, both, server), instance('a', 10, 1050), server);
  const there = confirm(begin(change, both, server), instance('b', 10, 1070), server);
  expect(confirmedMs(merge(here, there))).toBe(70);
});

it('says of each instance when it was delivered, held and effective, and that it is idle until it is asked', () => {
  const sent = instance('a', 9, 900, { delivered: { revision: 10, at: 1020 } });
  let tracked = begin(change, [sent], server);
  const only = () => toPropagation(tracked, heard).instances[0];
  expect(only()).toMatchObject({ deliveredMs: 20, confirmedMs: null, effectiveMs: null, idle: false });
  tracked = confirm(tracked, instance('a', 10, 1030), server);
  expect(only()).toMatchObject({ deliveredMs: 20, confirmedMs: 30, effectiveMs: null, idle: true });
  const asked = new Map([
    ['other', { revision: 10, at: 1035 }],
    ['recommendations', { revision: 10, at: 1040 }],
  ]);
  tracked = confirm(tracked, instance('a', 10, 1030, { effective: asked }), server);
  expect(only()).toMatchObject({ deliveredMs: 20, confirmedMs: 30, effectiveMs: 40, idle: false });
});

it('a revision that the server never gave confirms nothing, and is named', () => {
  const tracked = begin(change, [instance('a', 5000)], server);
  expect(confirm(tracked, instance('a', 5001), server)).toBe(tracked);
  expect(toPropagation(tracked, { ...heard, isAhead: () => true }).instances[0]).toMatchObject({
    confirmedMs: null,
    ahead: true,
  });
});

it('a kill in the journal is confirmed by its id, and what was confirmed counts when it gets its revision', () => {
  const journaled = waitFor({ ...change, changeId: 'journal-1' }, [instance('a', 9)]);
  expect(confirmOverride(journaled, '1', instance('a', 9))).toBe(journaled);
  const held = confirmOverride(journaled, '1', instance('a', 9, 900, { overrides: new Map([['1', 1015]]) }));
  expect(confirmedMs(held)).toBe(15);
  const sent = instance('s', 9, 900, { proof: 'stream', delivered: { revision: 9, at: 1004 } });
  const stock = waitFor(change, [sent]);
  expect(confirmedMs(confirmOverride(stock, '1', sent))).toBe(4);
  const reconciled = begin(change, [instance('a', 10, 61_000), instance('b', 9)], server);
  expect(credit(reconciled, { a: 15, stranger: 3 }).instances.get('a')?.confirmedMs).toBe(15);
});

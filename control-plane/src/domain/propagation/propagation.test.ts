import { expect, it } from 'vitest';
import { Propagation } from '../../contract/switch.ts';
import { begin, confirm, confirmedMs, merge, toPropagation } from './propagation.ts';

const change = { changeId: 'kill-1', revision: 10, acceptedAt: 1000 };
const instance = (id: string, revision: number, appliedAt = 1100) => ({
  id,
  service: 'gateway',
  revision,
  appliedAt,
});
const heard = () => false;

it('waits for each instance that was alive, and is over with the last one', () => {
  let tracked = begin(change, [instance('a', 9), instance('b', 9)]);
  expect(confirmedMs(tracked)).toBeNull();
  tracked = confirm(tracked, instance('a', 10, 1080));
  expect(confirmedMs(tracked)).toBeNull();
  tracked = confirm(tracked, instance('b', 12, 1250));
  expect(confirmedMs(tracked)).toBe(250);
  expect(Propagation.parse(toPropagation(tracked, heard))).toMatchObject({
    total: 2,
    confirmed: 2,
    confirmedMs: 250,
  });
});

it('an older revision, a stranger and a second word confirm nothing', () => {
  const tracked = confirm(begin(change, [instance('a', 9)]), instance('a', 10, 1100));
  expect(confirm(tracked, instance('a', 11, 9000))).toBe(tracked);
  expect(confirm(tracked, instance('stranger', 10))).toBe(tracked);
  const waiting = begin(change, [instance('a', 9)]);
  expect(confirm(waiting, instance('a', 9))).toBe(waiting);
});

it('an instance that applied it before it was tracked counts from its own word, never below zero', () => {
  expect(confirmedMs(begin(change, [instance('a', 10, 1040)]))).toBe(40);
  expect(confirmedMs(begin(change, [instance('a', 10, 900)]))).toBe(0);
});

it('is over at once where nobody is there to confirm', () => {
  expect(toPropagation(begin(change, []), heard)).toMatchObject({ total: 0, confirmed: 0, confirmedMs: 0 });
});

it('names those who have not confirmed and are silent', () => {
  const tracked = confirm(begin(change, [instance('a', 9), instance('b', 9)]), instance('a', 10));
  const { instances } = toPropagation(tracked, () => true);
  expect(instances.map(({ id, silent }) => [id, silent])).toEqual([
    ['a', undefined],
    ['b', true],
  ]);
});

it('joins what two replicas have heard', () => {
  const both = [instance('a', 9), instance('b', 9)];
  const here = confirm(begin(change, both), instance('a', 10, 1050));
  const there = confirm(begin(change, both), instance('b', 10, 1070));
  expect(confirmedMs(merge(here, there))).toBe(70);
});

import { expect, test } from 'vitest';
import { Bulkhead } from './bulkhead.ts';

/** Takes a slot or a place in line, and writes down who got in. */
const arrive = (bulkhead: Bulkhead, name: string, entered: string[]) => {
  if (bulkhead.tryEnter()) {
    entered.push(name);
    return 'entered';
  }
  return bulkhead.wait(() => entered.push(name)) === undefined ? 'rejected' : 'waits';
};

test('lets as many in as there are slots, as many wait as the line holds, and rejects the rest', () => {
  const bulkhead = new Bulkhead(2, 1);
  const entered: string[] = [];
  const fates = ['a', 'b', 'c', 'd'].map((name) => arrive(bulkhead, name, entered));
  expect(fates).toEqual(['entered', 'entered', 'waits', 'rejected']);
  expect([bulkhead.inUse, bulkhead.queued]).toEqual([2, 1]);
});

test('lets the line in by order of arrival', () => {
  const bulkhead = new Bulkhead(1, 5);
  const entered: string[] = [];
  for (const name of ['a', 'b', 'c']) arrive(bulkhead, name, entered);
  bulkhead.leave();
  bulkhead.leave();
  expect(entered).toEqual(['a', 'b', 'c']);
});

test('who leaves the line frees its place and is never let in', () => {
  const bulkhead = new Bulkhead(1, 1);
  const entered: string[] = [];
  bulkhead.tryEnter();
  const leaveLine = bulkhead.wait(() => entered.push('gone'));
  leaveLine?.();
  expect(arrive(bulkhead, 'next', entered)).toBe('waits');
  bulkhead.leave();
  expect(entered).toEqual(['next']);
});

test('a higher limit drains the line at once', () => {
  const bulkhead = new Bulkhead(1, 10);
  const entered: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) arrive(bulkhead, name, entered);
  bulkhead.resize(3, 10);
  expect(entered).toEqual(['a', 'b', 'c']);
  expect([bulkhead.inUse, bulkhead.queued]).toEqual([3, 1]);
});

test('a lower limit waits for running calls to end', () => {
  const bulkhead = new Bulkhead(3, 10);
  const entered: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) arrive(bulkhead, name, entered);
  bulkhead.resize(1, 10);
  bulkhead.leave();
  bulkhead.leave();
  expect(entered).not.toContain('d');
  bulkhead.leave();
  expect(entered).toContain('d');
  expect(bulkhead.inUse).toBe(1);
});

test('never goes above its limit, whatever the order of arrivals and departures', () => {
  const bulkhead = new Bulkhead(5, 20);
  let running = 0;
  let most = 0;
  const enter = () => {
    running += 1;
    most = Math.max(most, running);
  };
  for (let turn = 0; turn < 2_000; turn += 1) {
    if ((turn * 7919) % 3 !== 0) {
      if (bulkhead.tryEnter()) enter();
      else bulkhead.wait(enter);
    } else if (running > 0) {
      running -= 1;
      bulkhead.leave();
    }
    expect(bulkhead.inUse).toBe(running);
  }
  expect(most).toBe(5);
});

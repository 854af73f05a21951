import { expect, it } from 'vitest';
import type { FlagSnapshot } from '../../domain/flag-snapshot/flag-snapshot.ts';
import { FlagFeed } from './flag-feed.ts';

const holding = (revision: number, text: string): FlagSnapshot => ({
  revision,
  flags: new Map([['a', { key: 'a', project: 'default', text }]]),
  segments: new Map(),
});

it('reads one at a time, so that a slow old read cannot replace a newer one', async () => {
  let stored = holding(1, '"old"');
  const gates: (() => void)[] = [];
  const feed = new FlagFeed('production', async () => {
    const seen = stored;
    await new Promise<void>((resolve) => gates.push(resolve));
    return seen;
  });
  const first = feed.refresh();
  stored = holding(2, '"new"');
  const second = feed.refresh();
  const third = feed.refresh();
  expect(gates).toHaveLength(1);
  gates.shift()!();
  await first;
  await expect.poll(() => gates.length).toBe(1);
  gates.shift()!();
  await Promise.all([second, third]);
  expect(gates).toHaveLength(0);
  expect(feed.snapshot.flags.get('a')?.text).toBe('"new"');
});

it('a read that fails leaves what is known, and the next one goes on', async () => {
  let fails = false;
  const feed = new FlagFeed('production', async () => {
    if (fails) throw new Error('away');
    return holding(1, '"known"');
  });
  await feed.refresh();
  fails = true;
  await expect(feed.refresh()).rejects.toThrow('away');
  fails = false;
  await feed.refresh();
  expect(feed.snapshot.revision).toBe(1);
});

it('tells its listeners of each step until they leave', async () => {
  let revision = 1;
  const feed = new FlagFeed('production', async () => holding(revision, `"${revision}"`));
  const told: number[] = [];
  const leave = feed.subscribe((delta) => told.push(delta.revision));
  await feed.refresh();
  await feed.refresh();
  revision = 2;
  await feed.refresh();
  leave();
  revision = 3;
  await feed.refresh();
  expect(told).toEqual([1, 2]);
});

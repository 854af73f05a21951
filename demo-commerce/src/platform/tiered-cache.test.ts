import { describe, expect, test } from 'vitest';
import { type CacheTier, createTieredCache } from './tiered-cache.ts';

const setUp = () => {
  const remote = new Map<string, Buffer>();
  const world = { now: 0, isRemoteAway: false, loads: 0, source: new Map<string, string>([['a', 'truth']]) };
  const tiers: CacheTier[] = [];
  const cache = createTieredCache({
    remote: {
      async get(key) {
        if (world.isRemoteAway) throw new Error('away');
        return remote.get(key) ?? null;
      },
      async put(key, value) {
        remote.set(key, value);
      },
    },
    async load(key) {
      world.loads += 1;
      const value = world.source.get(key);
      return value === undefined ? null : Buffer.from(value);
    },
    now: () => world.now,
    freshMs: 1000,
    staleMs: 60_000,
    restMs: 500,
    maxEntries: 2,
    onRead: (tier) => tiers.push(tier),
  });
  const read = async (key: string) => (await cache.read(key))?.toString();
  return { world, remote, tiers, read };
};

describe('the tiered cache', () => {
  test('asks the source once, then serves its copy, then the remote tier', async () => {
    const { world, tiers, read } = setUp();
    expect(await read('a')).toBe('truth');
    expect(await read('a')).toBe('truth');
    world.now = 1000;
    expect(await read('a')).toBe('truth');
    expect(tiers).toEqual(['source', 'local', 'remote']);
    expect(world.loads).toBe(1);
  });

  test('serves an old copy while the remote tier is away, without asking the source', async () => {
    const { world, tiers, read } = setUp();
    await read('a');
    world.now = 30_000;
    world.isRemoteAway = true;
    expect(await read('a')).toBe('truth');
    expect(tiers.at(-1)).toBe('stale');
    expect(world.loads).toBe(1);
  });

  test('asks the source where the copy is too old or there is none', async () => {
    const { world, tiers, read } = setUp();
    world.isRemoteAway = true;
    expect(await read('a')).toBe('truth');
    world.now = 61_000;
    expect(await read('a')).toBe('truth');
    expect(tiers).toEqual(['source', 'source']);
  });

  test('leaves a remote tier alone for a while after it failed, then uses it again', async () => {
    const { world, remote, tiers, read } = setUp();
    await read('a');
    world.now = 2000;
    world.isRemoteAway = true;
    await read('a');
    world.isRemoteAway = false;
    remote.set('a', Buffer.from('newer'));
    world.now = 2400;
    expect(await read('a')).toBe('truth');
    world.now = 2500;
    expect(await read('a')).toBe('newer');
    expect(tiers.slice(1)).toEqual(['stale', 'stale', 'remote']);
  });

  test('asks once for many who want the same at the same time', async () => {
    const { world, read } = setUp();
    await Promise.all(Array.from({ length: 20 }, () => read('a')));
    expect(world.loads).toBe(1);
  });

  test('keeps nothing of what does not exist, and no more entries than allowed', async () => {
    const { world, read } = setUp();
    expect(await read('nothing')).toBeUndefined();
    expect(await read('nothing')).toBeUndefined();
    expect(world.loads).toBe(2);
    world.isRemoteAway = true;
    for (const key of ['b', 'c', 'd']) world.source.set(key, key);
    for (const key of ['b', 'c', 'd', 'b']) await read(key);
    expect(world.loads).toBe(6);
  });
});

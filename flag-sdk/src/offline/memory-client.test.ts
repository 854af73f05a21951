import { expect, test, vi } from 'vitest';
import { defineFlags } from '../registry/define-flags.ts';
import { createMemoryFlagClient } from './memory-client.ts';

const keys = defineFlags({
  recommendations: { kind: 'switch' },
  'catalog-badges': { kind: 'flag' },
  ranker: { kind: 'variant', variants: ['a', 'b'] },
});

test('answers what it was given, and is ready at once', async () => {
  const flags = createMemoryFlagClient(
    {
      recommendations: false,
      'catalog-badges': true,
      ranker: { variant: 'b', payload: { type: 'string', value: 'x' } },
    },
    { flags: keys },
  );
  expect(await flags.ready()).toBe('memory');
  expect(flags.isLive('recommendations')).toBe(false);
  expect(flags.isEnabled('catalog-badges')).toBe(true);
  expect(flags.variant('ranker')).toEqual({
    name: 'b',
    enabled: true,
    payload: { type: 'string', value: 'x' },
  });
});

test('what is not named is unknown: a switch is live, a flag gives the fallback', () => {
  const flags = createMemoryFlagClient();
  expect([flags.isLive('any'), flags.isEnabled('any'), flags.isEnabled('any', {}, true)]).toEqual([
    true,
    false,
    true,
  ]);
});

test('setting a flag is a new revision that listeners hear of, and removing it makes it unknown', () => {
  const flags = createMemoryFlagClient({ recommendations: true }, { flags: keys });
  const heard = vi.fn();
  flags.on('revision', heard);
  flags.set('recommendations', false);
  expect(flags.isLive('recommendations')).toBe(false);
  expect(heard).toHaveBeenCalledWith({ revision: 2, source: 'memory' });
  flags.remove('recommendations');
  expect(flags.isLive('recommendations')).toBe(true);
});

test('strategies are evaluated as the server would have them', () => {
  const flags = createMemoryFlagClient({
    half: { strategies: [{ name: 'userWithId', parameters: { userIds: 'ann,bob' }, constraints: [] }] },
  });
  expect(flags.isEnabled('half', { userId: 'ann' })).toBe(true);
  expect(flags.isEnabled('half', { userId: 'eve' })).toBe(false);
});

test('a killed switch sends a guarded call to its fallback', async () => {
  const flags = createMemoryFlagClient({ recommendations: false }, { flags: keys });
  const recommend = flags.guard('recommend', {
    dependency: 'recommendation',
    timeoutMs: 100,
    concurrency: 5,
    switchKey: 'recommendations',
    run: async () => 'personal',
    fallback: () => 'bestseller',
  });
  expect(await recommend()).toMatchObject({ value: 'bestseller', degraded: true, outcome: 'killed' });
  flags.set('recommendations', true);
  expect(await recommend()).toMatchObject({ value: 'personal', degraded: false });
  await flags.close();
});

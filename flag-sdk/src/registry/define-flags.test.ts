import { expect, expectTypeOf, test } from 'vitest';
import { createMemoryFlagClient, type FlagClient } from '../index.ts';
import { defineFlags } from './define-flags.ts';

const keys = defineFlags({
  recommendations: { kind: 'switch' },
  'catalog-badges': { kind: 'flag' },
  ranker: { kind: 'variant', variants: ['a', 'b'] },
  'policy.gateway.recommendation': { kind: 'policy' },
});

/** Never called: that it compiles, and only with each error where one is expected, is the test. */
export const onlyKnownKeysCompile = (flags: FlagClient<typeof keys>) => {
  flags.isLive('recommendations');
  // @ts-expect-error a key that nobody defined
  flags.isLive('recomendations');
  // @ts-expect-error a flag is no kill switch
  flags.isLive('catalog-badges');

  flags.isEnabled('catalog-badges', { userId: 'ann' });
  flags.isEnabled('ranker');
  // @ts-expect-error a key that nobody defined
  flags.isEnabled('catalog-badge');
  // @ts-expect-error a kill switch is asked for by isLive
  flags.isEnabled('recommendations');
  // @ts-expect-error the fallback is a boolean
  flags.isEnabled('catalog-badges', {}, 'yes');

  expectTypeOf(flags.variant('ranker').name).toEqualTypeOf<'a' | 'b' | 'disabled'>();
  flags.variant('ranker', {}, { name: 'a', enabled: true });
  // @ts-expect-error a variant that nobody defined
  flags.variant('ranker', {}, { name: 'c', enabled: true });
  // @ts-expect-error a flag without variants
  flags.variant('catalog-badges');
  // @ts-expect-error no such variant
  if (flags.variant('ranker').name === 'c') return;

  const work = {
    dependency: 'recommendation',
    timeoutMs: 100,
    concurrency: 5,
    run: async () => 1,
    fallback: () => 0,
  };
  flags.guard('one', { ...work, switchKey: 'recommendations' });
  // @ts-expect-error a guard stands behind a kill switch
  flags.guard('two', { ...work, switchKey: 'catalog-badges' });
};

test('without definitions any key compiles', () => {
  const flags = createMemoryFlagClient();
  expectTypeOf(flags.isLive).parameter(0).toEqualTypeOf<string>();
  expectTypeOf(flags.variant('any').name).toEqualTypeOf<string>();
  expect(flags.isLive('any')).toBe(true);
});

test('definitions are given back as they are, frozen', () => {
  expect(Object.isFrozen(keys)).toBe(true);
  expect(keys.ranker.variants).toEqual(['a', 'b']);
});

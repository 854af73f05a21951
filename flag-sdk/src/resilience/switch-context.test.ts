import { expect, test, vi } from 'vitest';
import { guarded } from '../../test/guard-fixture.ts';

test('a switch that is partly LIVE is asked for the one whom the call is for', async () => {
  const { guard, world } = guarded({
    run: async (_signal, _product: string, userId: string) => `personal for ${userId}`,
    contextOf: (_product, userId) => ({ userId }),
    fallback: () => 'bestsellers',
  });
  world.isLive = (_key, context) => context?.userId === 'ann';
  expect(await guard('kettle', 'ann')).toMatchObject({ degraded: false });
  expect(await guard('kettle', 'bob')).toMatchObject({ degraded: true, outcome: 'killed' });
});

test('a context may be given for one call', async () => {
  const { guard, world } = guarded({ run: async () => 'value', fallback: () => 'other' });
  world.isLive = (_key, context) => context?.sessionId === 's1';
  expect(await guard.with({ context: { sessionId: 's1' } })).toMatchObject({ degraded: false });
  expect(await guard()).toMatchObject({ outcome: 'killed' });
});

test('without a context, or with one that cannot be made, the switch is asked for nobody', async () => {
  const contextOf = () => {
    throw new Error('no user');
  };
  const isLive = vi.fn(() => true);
  for (const options of [{}, { contextOf }]) {
    const { guard, world } = guarded({ run: async () => 'value', ...options });
    world.isLive = isLive;
    expect(await guard()).toMatchObject({ degraded: false });
  }
  expect(isLive.mock.calls).toEqual([
    ['recommendations', undefined],
    ['recommendations', undefined],
  ]);
});

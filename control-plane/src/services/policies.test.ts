import { expect, it, vi } from 'vitest';
import { expirePolicies } from './policies.ts';
import { Turns } from './turns.ts';

const now = Date.parse('2026-01-01T00:10:00.000Z');
const flag = 'policy.gateway.payment';
const setAt = (minute: number) => ({
  flag,
  override: {
    setBy: 'ann@example.com',
    setAt: `2026-01-01T00:0${minute}:00.000Z`,
    expiresAt: `2026-01-01T00:0${minute + 1}:00.000Z`,
  },
});

/** The policy as the clock lists it, and as it is once its turn has come. */
function expire(listed: ReturnType<typeof setAt>, present: ReturnType<typeof setAt> | undefined) {
  const engine = { setEnabled: vi.fn(async () => undefined) };
  const remove = vi.fn(async () => undefined);
  const none = async () => undefined;
  const store = {
    policies: { list: async () => [listed], find: async () => present, lock: none, remove },
    intents: { insert: none },
    audit: { record: none },
    signal: none,
    transaction: (work: (within: unknown) => Promise<unknown>) => work(store),
  };
  const deps = {
    ...{ store, engine, push: none, ledger: { tell: none }, now: () => now, turns: new Turns() },
    author: { id: 1, name: 'breakwater-switches', address: '::1' },
  };
  const done = expirePolicies(deps as unknown as Parameters<typeof expirePolicies>[0]);
  return done.then(() => [engine.setEnabled.mock.calls.length, remove.mock.calls.length]);
}

it.each([
  ['is taken away', setAt(1), [1, 1]],
  ['stays where somebody has set it anew meanwhile', setAt(2), [0, 0]],
  ['is left alone where somebody has taken it away meanwhile', undefined, [0, 0]],
])('a policy whose time is over %s', async (_case, present, calls) => {
  expect(await expire(setAt(1), present)).toEqual(calls);
});

import { expect, test, vi } from 'vitest';
import { createMemoryFlagClient, type FlagContext, type MemoryValue } from '../index.ts';

const clientOf = (values: Record<string, MemoryValue>) => {
  const onError = vi.fn();
  const flags = createMemoryFlagClient(values, { onError });
  return { flags, codes: () => onError.mock.calls.map(([error]) => error.code), onError };
};

const wrong = [undefined, null, 7, 7n, Symbol('key'), {}, ['badges'], () => 'badges'];

test.each(wrong.map((key) => [key]))('%s as a key is an unknown flag', (key) => {
  const { flags } = clientOf({ badges: true });
  const name = key as string;
  expect(flags.isLive(name)).toBe(true);
  expect(flags.isEnabled(name)).toBe(false);
  expect(flags.isEnabled(name, {}, true)).toBe(true);
  expect(flags.variant(name).name).toBe('disabled');
  expect(flags.details(name)).toMatchObject({ enabled: false, reason: 'error', fault: 'not_found' });
});

test('a context of another kind has none of the fields, and harms nothing', () => {
  const { flags, codes } = clientOf({
    ann: { strategies: [{ name: 'userWithId', parameters: { userIds: 'ann' }, constraints: [] }] },
  });
  for (const context of wrong) expect(flags.isEnabled('ann', context as FlagContext)).toBe(false);
  expect(codes()).toEqual([]);
});

test('a context that throws gives the fallback, and is said once', () => {
  const { flags, codes } = clientOf({
    ann: { strategies: [{ name: 'userWithId', parameters: { userIds: 'ann' }, constraints: [] }] },
  });
  const context: FlagContext = {
    get userId(): string {
      throw new Error('no session');
    },
  };
  expect(flags.isEnabled('ann', context)).toBe(false);
  expect(flags.isEnabled('ann', context, true)).toBe(true);
  expect(flags.details('ann', context)).toMatchObject({ reason: 'error', fault: 'unreadable' });
  expect(codes()).toEqual(['EVALUATION_FAILED']);
});

test('a payload that is too long is not handed out: the fallback is, and the flag itself answers on', () => {
  const payload = (length: number) => ({ type: 'string' as const, value: 'x'.repeat(length) });
  const { flags, onError } = clientOf({
    fits: { variant: 'a', payload: payload(100_000) },
    huge: { variant: 'a', payload: payload(100_001) },
  });
  const fallback = { name: 'small', enabled: true };
  expect(flags.variant('fits').payload?.value).toHaveLength(100_000);
  expect(flags.variant('huge', {}, fallback)).toBe(fallback);
  expect(flags.isEnabled('huge')).toBe(true);
  expect(flags.details('huge')).toMatchObject({ fault: 'unreadable' });
  expect(onError.mock.calls.map(([error]) => error.message)).toEqual([
    expect.stringMatching(/"huge".*variant "a" should have at most 100000 characters/),
  ]);
});

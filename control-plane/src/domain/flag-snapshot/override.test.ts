import { expect, it } from 'vitest';
import { deltaBetween, type FlagSnapshot } from './flag-snapshot.ts';
import { overrideText, withOverrides } from './override.ts';

const flag = (key: string, enabled: boolean) => ({
  key,
  project: 'default',
  text: JSON.stringify({ name: key, type: 'kill-switch', enabled, strategies: [{ name: 'default' }] }),
});
const holding = (revision: number, ...flags: ReturnType<typeof flag>[]): FlagSnapshot => ({
  revision,
  flags: new Map(flags.map((one) => [one.key, one])),
  segments: new Map(),
});
const override = { id: '1', flag: 'a', enabled: false, at: '2026-01-01T00:00:00.000Z' } as const;

it('turns the flag off and keeps everything else, at the same revision', () => {
  const before = holding(7, flag('a', true), flag('b', true));
  const after = withOverrides(before, [override]);
  expect(after.flags.get('a')).toEqual(flag('a', false));
  expect(after.flags.get('b')).toBe(before.flags.get('b'));
  expect(deltaBetween(before, after)).toMatchObject({ revision: 7, updated: [flag('a', false)] });
});

it('makes no difference any more once the database says the same', () => {
  const stored = holding(8, flag('a', false));
  expect(deltaBetween(withOverrides(stored, [override]), stored)).toBeUndefined();
});

it('an unknown flag stays unknown', () => {
  expect(withOverrides(holding(7), [override]).flags.size).toBe(0);
});

it('tells nothing of who killed and why', () => {
  const told = { ...override, by: 'somebody', reason: 'secret' };
  expect(JSON.parse(overrideText([told], [{ id: '0', revision: 5 }]))).toEqual({
    overrides: [override],
    settled: [{ id: '0', revision: 5 }],
  });
});

import { expect, it } from 'vitest';
import { flagsFile, type ServerFlag } from './flags-file.ts';

const flag = (name: string, more: Partial<ServerFlag> = {}): ServerFlag => ({
  name,
  type: 'release',
  description: null,
  variants: [],
  ...more,
});

/** The lines between the braces. */
const linesOf = (...flags: ServerFlag[]) =>
  flagsFile(flags)
    .split('defineFlags({\n')[1]
    ?.split('\n')
    .slice(0, -2)
    .map((line) => line.trim());

it('names each kind', () => {
  expect(
    linesOf(
      flag('badges'),
      flag('payments.capture', { type: 'kill-switch' }),
      flag('policy.order.payment', { type: 'operational', variants: ['policy'] }),
      flag('ranker', { type: 'experiment', variants: ['b', 'a', 'b'] }),
    ),
  ).toEqual([
    "badges: { kind: 'flag' },",
    "'payments.capture': { kind: 'switch' },",
    "'policy.order.payment': { kind: 'policy' },",
    "ranker: { kind: 'variant', variants: ['a', 'b'] },",
  ]);
});

it('gives the same text in whatever order the flags come', () => {
  const flags = [flag('b'), flag('a', { variants: ['x', 'w'] }), flag('c')];
  expect(flagsFile(flags.toReversed())).toBe(flagsFile(flags));
});

it('lets no text of the server break out of its place', () => {
  expect(
    linesOf(
      flag('__proto__'),
      flag('it\'s "\\', { variants: ["'] }, x: {", '\n'] }),
      flag('z', { description: ' ends */ here\nand there ' }),
    ),
  ).toEqual([
    "['__proto__']: { kind: 'flag' },",
    "'it\\'s \"\\\\': { kind: 'variant', variants: ['\\n', '\\'] }, x: {'] },",
    '/** ends * / here and there */',
    "z: { kind: 'flag' },",
  ]);
});

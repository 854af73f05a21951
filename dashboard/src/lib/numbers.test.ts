import { expect, test } from 'vitest';
import { formatRange, formatValue, plural } from './numbers.ts';

test.each([
  [0.84, 's', '840 ms'],
  [0.0312, 's', '31.2 ms'],
  [1.234, 's', '1.23 s'],
  [0.3, '1', '30 %'],
  [0.1 + 0.2, '1', '30 %'],
  [39.96, '1/s', '40/s'],
  [12_500_000, 'By', '12.5 MB'],
  [0, 'By', '0 B'],
  [3, '', '3'],
  [1018.4, '', '1,018'],
  [-2446, '1/s', '-2,446/s'],
  [null, 's', 'no data'],
  [Number.NaN, 's', 'no data'],
])('%s in %s reads as %s', (value, unit, text) => {
  expect(formatValue(value, unit)).toBe(text);
});

test('a range says its unit once, and both units where they differ', () => {
  expect(formatRange(0.02, 0.045, 's')).toBe('20–45 ms');
  expect(formatRange(0.4, 1.2, 's')).toBe('400 ms – 1.2 s');
  expect(formatRange(0, 0, '1')).toBe('0 %');
  expect(formatRange(null, 1, 's')).toBe('not yet learnt');
});

test('one is one, many are many', () => {
  expect(plural(1, 'instance')).toBe('1 instance');
  expect(plural(0, 'instance')).toBe('0 instances');
});

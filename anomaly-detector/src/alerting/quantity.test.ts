import { expect, it } from 'vitest';
import { formatDuration, formatQuantity, formatRange } from './quantity.ts';

it.each([
  [0.84, 's', '840 ms'],
  [1.25, 's', '1.3 s'],
  [0.00042, 's', '420 µs'],
  [0.313, '1', '31 %'],
  [41.7, '1/s', '42/s'],
  [1_500_000, 'By', '1.5 MB'],
  [1_122_171, 'By/s', '1.1 MB/s'],
  [3, 'items', '3 items'],
  [0, '1', '0 %'],
  [12, '', '12'],
])('writes %d %s as %s', (value, unit, text) => {
  expect(formatQuantity(value, unit)).toBe(text);
});

it('writes a range in the unit of its larger end', () => {
  expect(formatRange(0.0204, 0.045, 's')).toBe('20-45 ms');
  expect(formatRange(0, 0.02, '1')).toBe('0-2 %');
});

it('writes a range that goes below zero so that it can be read', () => {
  expect(formatRange(-0.005, 0.003, 's')).toBe('-5 to 3 ms');
});

it('takes for zero what is only the least width of a band, and writes ends that read the same once', () => {
  expect(formatRange(-4e-9, 4e-9, '1/s')).toBe('0/s');
  expect(formatRange(12.96, 13.04, '1/s')).toBe('13/s');
  expect(formatRange(-4e-9, 0.02, '1')).toBe('0-2 %');
  expect(formatRange(2e-10, 8e-10, 'F')).toBe('2e-10-8e-10 F');
});

it.each([
  [12_000, '12 s'],
  [119_000, '119 s'],
  [180_000, '3 min'],
  [7_300_000, '2 h'],
  [-5, '0 s'],
])('writes %d ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

import { expect, it } from 'vitest';
import { usualLimits } from './limits.ts';
import { namedSeries } from './named-series.ts';

const encoder = new TextEncoder();
const field = (tag: number, bytes: readonly number[]) => [tag, bytes.length, ...bytes];
const label = (name: string) =>
  field(0x0a, [...field(0x0a, [...encoder.encode(name)]), ...field(0x12, [...encoder.encode('1')])]);

function named(...names: string[]): string {
  const bytes = new Uint8Array(names.flatMap(label));
  return namedSeries(bytes, 0, bytes.length, usualLimits);
}

it('shows the name and the first labels, and that there are more', () => {
  expect(named('__name__', 'a', 'b', 'c', 'd')).toBe('1{a="1", b="1", c="1", d="1"}, 5 labels');
  expect(named('__name__', 'a', 'b', 'c', 'd', 'e')).toBe('1{a="1", b="1", c="1", d="1", …}, 6 labels');
});

it('says so of a series without a name, too', () => {
  expect(named('a', 'b', 'c', 'd')).toBe('{a="1", b="1", c="1", d="1"}, 4 labels');
  expect(named('a', 'b', 'c', 'd', 'e')).toBe('{a="1", b="1", c="1", d="1", …}, 5 labels');
});

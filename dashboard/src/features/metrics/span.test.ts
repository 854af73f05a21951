import { expect, test } from 'vitest';
import { endsOf, spanKey } from './span.ts';

test.each([
  [{ kind: 'last', ms: 1000 } as const, [9000, 10_000]],
  [{ kind: 'since', from: 4000 } as const, [4000, 10_000]],
  [{ kind: 'between', from: 4000, to: 5000 } as const, [4000, 5000]],
])('the span %j ends where it says', (span, ends) => {
  expect(endsOf(span, 10_000)).toEqual(ends);
});

test('different spans are kept apart', () => {
  const keys = [
    spanKey({ kind: 'last', ms: 5 }),
    spanKey({ kind: 'since', from: 5 }),
    spanKey({ kind: 'between', from: 5, to: 6 }),
  ];
  expect(new Set(keys).size).toBe(3);
});

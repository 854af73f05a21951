import { describe, expect, test } from 'vitest';
import {
  childContext,
  currentTrace,
  formatTraceparent,
  parseTraceparent,
  withTrace,
} from './trace-context.ts';

const header = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('traceparent', () => {
  test('is read and written as W3C has it', () => {
    const context = parseTraceparent(header)!;
    expect(context).toEqual({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      sampled: true,
    });
    expect(formatTraceparent(context)).toBe(header);
  });

  test.each([
    undefined,
    '',
    'nonsense',
    '00-00000000000000000000000000000000-b7ad6b7169203331-01',
    '00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01',
    `${header}-more`,
  ])('%j is no context', (text) => {
    expect(parseTraceparent(text)).toBeUndefined();
  });

  test('goes on in a child with a span of its own, and starts anew without a parent', () => {
    const parent = parseTraceparent(header)!;
    const hex = (digits: number) => 'c'.repeat(digits);
    expect(childContext(parent, hex)).toEqual({ ...parent, spanId: 'c'.repeat(16) });
    expect(childContext(undefined, hex).traceId).toBe('c'.repeat(32));
  });

  test('follows the work across awaits and ends with it', async () => {
    const context = parseTraceparent(header)!;
    await withTrace(context, async () => {
      await Promise.resolve();
      expect(currentTrace()).toEqual(context);
    });
    expect(currentTrace()).toBeUndefined();
  });
});

import { expect, test } from 'vitest';
import { isDependencyFailure } from './dependency-failure.ts';

test.each([
  ['a plain error', new Error('socket hang up'), true],
  ['nothing', undefined, true],
  ['status 500', { status: 500 }, true],
  ['statusCode 503', { statusCode: 503 }, true],
  ['status 400', { status: 400 }, false],
  ['statusCode 404', { statusCode: 404 }, false],
  ['status 408, which says that it was too slow', { status: 408 }, true],
  ['status 429, which says that it has too much to do', { status: 429 }, true],
  ['a status that is no number', { status: '404' }, true],
])('%s', (_name, error, expected) => {
  expect(isDependencyFailure(error)).toBe(expected);
});

import { describe, expect, it } from 'vitest';
import { compileRe2 } from './re2.ts';

describe('compileRe2', () => {
  it.each([
    ['a|ab', 'ab', true],
    ['a.c', 'a\nc', true],
    ['(?i)ab', 'AB', true],
    ['[[:alpha:]]+[[:digit:]]', 'ab1', true],
    ['[^[:space:]]+', 'a b', false],
    ['\\Aab\\z', 'ab', true],
    ['(?P<x>a)-(?<y>b)', 'a-b', true],
    ['(?:a|b){2,3}', 'abab', false],
    ['a\\.b\\/c\\-d', 'a.b/c-d', true],
    ['[\\w.-]+', 'a.b-c', true],
    ['[[]', '[', true],
    ['(?i:a)b', 'Ab', true],
    ['\\x41', 'A', true],
  ])('%s on %j: %s', (source, text, matches) => {
    expect(compileRe2(source).test(text)).toBe(matches);
  });

  it.each([
    '(?!a)',
    '(?<=a)b',
    '\\1',
    '\\pN',
    '\\Qa\\E',
    '[[:^alpha:]]',
    '[]a]',
    'a\\',
    '(?U)a',
    '(a',
    'a**',
  ])('refuses %s', (source) => {
    expect(() => compileRe2(source)).toThrow('expected a regular expression');
  });
});

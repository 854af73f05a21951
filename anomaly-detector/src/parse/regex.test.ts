import { describe, expect, it } from 'vitest';
import { compileRegex } from './regex.ts';

describe('compileRegex', () => {
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
    ['\\pL+', 'é', true],
    ['\\Qa.b\\E', 'axb', false],
    ['(?U)a+', 'aa', true],
  ])('%s on %j: %s', (source, text, matches) => {
    expect(compileRegex(source).test(text)).toBe(matches);
  });

  it.each(['(?!a)', '(?<=a)b', '\\1', '[[:alpah:]]', 'a\\', '(a', 'a)(b', 'a**'])('refuses %s', (source) => {
    expect(() => compileRegex(source)).toThrow(/^expected a regular expression of RE2, got ".+": .+/);
  });

  it('gives groups by number and by name', () => {
    const match = compileRegex('(?P<host>[^:]+):(\\d+)').exec('db-1:5432');
    expect(match?.[2]).toBe('5432');
    expect(match?.groups?.host).toBe('db-1');
  });

  it('takes an expression that would try every split of a text, at the cost of its length', () => {
    expect(compileRegex('(a|a?)+b').test('a'.repeat(20_000))).toBe(false);
  });
});

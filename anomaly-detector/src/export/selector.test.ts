import { describe, expect, it } from 'vitest';
import { isSelected, parseSelector } from './selector.ts';

const labels = { __name__: 'up', job: 'shop', path: 'a"b' };

describe('parseSelector', () => {
  it.each([
    ['up', true],
    ['down', false],
    ['up{job="shop"}', true],
    ['{job="shop",}', true],
    ["{ job = 'shop' , __name__ =~ 'u.' }", true],
    ['up{job!="shop"}', false],
    ['up{job=~"sh"}', false],
    ['up{job=~"sh.*|x"}', true],
    ['up{job!~"sh.*"}', false],
    ['up{missing=""}', true],
    ['up{path="a\\"b"}', true],
    ['up{path=`a"b`}', true],
  ])('%s: %s', (selector, isWanted) => {
    expect(isSelected(labels, parseSelector(selector))).toBe(isWanted);
  });

  it.each(['', '{}', 'up{', 'up{job}', 'up{job="a" env="b"}', 'rate(up[5m])', 'up + 1', 'up{job=~"("}'])(
    'refuses %j',
    (selector) => {
      expect(() => parseSelector(selector)).toThrow('expected a');
    },
  );
});

import { describe, expect, it } from 'vitest';
import { type Labels, relabel } from './relabel.ts';
import { RelabelConfig } from './rule.ts';

const rules = (...configs: object[]) => configs.map((config) => RelabelConfig.parse(config));

/** Groups in braces. */
const [one, two] = ['{1}', '{2}'].map((group) => `$${group}`);

/** The semantics of Prometheus' own tests of relabelling. */
const table: [string, Labels, object[], Labels | null][] = [
  [
    'replaces with a group of the joined values',
    { a: 'foo', b: 'bar', c: 'baz' },
    [
      {
        source_labels: ['a'],
        regex: 'f(.*)',
        target_label: 'd',
        separator: ';',
        replacement: `ch${one}-ch${one}`,
      },
    ],
    { a: 'foo', b: 'bar', c: 'baz', d: 'choo-choo' },
  ],
  [
    'joins with a semicolon, and applies rules in order',
    { a: 'foo', b: 'bar', c: 'baz' },
    [
      { source_labels: ['a', 'b'], regex: 'f(.*);(.*)r', target_label: 'a', replacement: `b${one}${two}m` },
      { source_labels: ['c', 'a'], regex: '(b).*b(.*)ba(.*)', target_label: 'd', replacement: '$1$2$2$3' },
    ],
    { a: 'boobam', b: 'bar', c: 'baz', d: 'boooom' },
  ],
  [
    'drops',
    { a: 'foo' },
    [
      { source_labels: ['a'], regex: '.*o.*', action: 'drop' },
      { source_labels: ['a'], regex: 'f(.*)', target_label: 'd', replacement: 'ch$1' },
    ],
    null,
  ],
  [
    'does not drop what matches in part only',
    { a: 'foo', b: 'bar' },
    [{ source_labels: ['a'], regex: 'no-match', action: 'drop' }],
    { a: 'foo', b: 'bar' },
  ],
  [
    'anchors its expressions',
    { a: 'foo' },
    [{ source_labels: ['a'], regex: 'f|o', action: 'drop' }],
    { a: 'foo' },
  ],
  [
    'takes no label for one that every object has',
    { a: 'foo' },
    [
      { source_labels: ['constructor'], target_label: 'b' },
      { source_labels: ['a', 'toString'], action: 'keep', regex: 'foo;' },
    ],
    { a: 'foo' },
  ],
  ['keeps', { a: 'foo' }, [{ source_labels: ['a'], regex: 'f.*', action: 'keep' }], { a: 'foo' }],
  ['does not keep', { a: 'foo' }, [{ source_labels: ['a'], regex: 'no-match', action: 'keep' }], null],
  [
    'keeps a label that is not there as empty',
    { a: 'foo' },
    [{ source_labels: ['missing'], regex: '', action: 'keep' }],
    { a: 'foo' },
  ],
  [
    'leaves a label be where nothing matches',
    { a: 'foo' },
    [{ source_labels: ['a'], regex: 'bar', target_label: 'a', replacement: 'x' }],
    { a: 'foo' },
  ],
  [
    'copies with the defaults',
    { a: 'foo' },
    [{ source_labels: ['a'], target_label: 'b' }],
    { a: 'foo', b: 'foo' },
  ],
  [
    'removes by an empty replacement',
    { a: 'foo', b: 'x' },
    [{ source_labels: ['a'], target_label: 'b', replacement: '' }],
    { a: 'foo' },
  ],
  [
    'makes the name of a label from a group',
    { a: 'some-name-value' },
    [{ source_labels: ['a'], regex: 'some-([^-]+)-([^,]+)', target_label: one, replacement: two }],
    { a: 'some-name-value', name: 'value' },
  ],
  [
    'passes over a name that is none',
    { a: 'some-name-0' },
    [{ source_labels: ['a'], regex: 'some-([^-]+)-([^,]+)', target_label: two, replacement: one }],
    { a: 'some-name-0' },
  ],
  [
    'takes the longest name of a group',
    { a: 'foo' },
    [{ source_labels: ['a'], regex: '(.*)', target_label: 'b', replacement: `$1x-$$-${one}x` }],
    { a: 'foo', b: '-$-foox' },
  ],
  [
    'hashes as Prometheus does',
    { a: 'foo', b: 'bar', c: 'baz' },
    [{ source_labels: ['c'], target_label: 'd', action: 'hashmod', modulus: 1000 }],
    { a: 'foo', b: 'bar', c: 'baz', d: '976' },
  ],
  [
    'hashes line ends too',
    { a: 'foo\nbar' },
    [{ source_labels: ['a'], target_label: 'b', action: 'hashmod', modulus: 1000 }],
    { a: 'foo\nbar', b: '734' },
  ],
  [
    'copies labels by their names',
    { a: 'foo', b1: 'bar', b2: 'baz' },
    [{ regex: '(b.*)', replacement: 'bar_$1', action: 'labelmap' }],
    { a: 'foo', b1: 'bar', b2: 'baz', bar_b1: 'bar', bar_b2: 'baz' },
  ],
  [
    'copies meta labels',
    { a: 'foo', __meta_my_bar: 'aaa', __meta_my_baz: 'bbb' },
    [{ regex: '__meta_(my.*)', replacement: one, action: 'labelmap' }],
    { a: 'foo', __meta_my_bar: 'aaa', __meta_my_baz: 'bbb', my_bar: 'aaa', my_baz: 'bbb' },
  ],
  [
    'drops labels',
    { a: 'foo', b1: 'bar', b2: 'baz' },
    [{ regex: '(b.*)', action: 'labeldrop' }],
    { a: 'foo' },
  ],
  [
    'keeps labels',
    { a: 'foo', b1: 'bar', b2: 'baz' },
    [{ regex: '(b.*)', action: 'labelkeep' }],
    { b1: 'bar', b2: 'baz' },
  ],
  [
    'lowers',
    { foo: 'bAr123Foo' },
    [{ source_labels: ['foo'], action: 'lowercase', target_label: 'l' }],
    { foo: 'bAr123Foo', l: 'bar123foo' },
  ],
  [
    'raises',
    { foo: 'bAr123Foo' },
    [{ source_labels: ['foo'], action: 'uppercase', target_label: 'u' }],
    { foo: 'bAr123Foo', u: 'BAR123FOO' },
  ],
  [
    'keeps equals',
    { __tmp_port: '1234', __port1: '1234' },
    [{ source_labels: ['__tmp_port'], action: 'keepequal', target_label: '__port1' }],
    { __tmp_port: '1234', __port1: '1234' },
  ],
  [
    'drops what is unequal',
    { __tmp_port: '1234', __port1: '5678' },
    [{ source_labels: ['__tmp_port'], action: 'keepequal', target_label: '__port1' }],
    null,
  ],
  [
    'drops equals',
    { __tmp_port: '1234', __port1: '1234' },
    [{ source_labels: ['__tmp_port'], action: 'dropequal', target_label: '__port1' }],
    null,
  ],
];

describe('relabel', () => {
  it.each(table)('%s', (_, labels, configs, expected) => {
    expect(relabel(labels, rules(...configs))).toEqual(expected);
  });

  it.each([
    [{ action: 'replce' }, 'Invalid option'],
    [{ source_labels: ['a'] }, 'expected a label because the action is replace'],
    [{ action: 'hashmod', target_label: 'a' }, 'expected a number above 0 because the action is hashmod'],
    [{ regex: '(?=a)', target_label: 'a' }, 'expected a regular expression of RE2, got "(?=a)"'],
    [{ regexp: 'a', target_label: 'a' }, 'expected one of source_labels, separator'],
  ])('says what is wrong with %j', (config, message) => {
    expect(RelabelConfig.safeParse(config).error?.issues[0]?.message).toContain(message);
  });
});

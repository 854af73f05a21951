import { describe, expect, it } from 'vitest';
import { parseMetricFile } from './metric-file.ts';

const parse = (...lines: string[]) => parseMetricFile(lines.join('\n'), 'm.csv');

describe('parseMetricFile', () => {
  it('reads rows, empty values, and Windows line ends', () => {
    const rows = parseMetricFile(
      '\uFEFFtimestamp,value\r\n2026-11-21 00:00:00,1.5\r\n2026-11-21 00:05:00,\r\n',
      'm.csv',
    );
    expect(rows.map(({ value }) => value)).toEqual([1.5, Number.NaN]);
    expect(rows[1]!.at - rows[0]!.at).toBe(300_000);
  });

  it.each(['NaN', 'nan', '-nan', '+NaN', 'null', 'None', 'NA', 'n/a', '""'])(
    'takes %s for a row without a value',
    (text) => {
      const rows = parse('timestamp,value', '2026-11-21 00:00:00,1', `2026-11-21 00:05:00,${text}`);
      expect(rows[1]).toMatchObject({ value: Number.NaN, text: '', note: '' });
    },
  );

  it('notes a duplicate timestamp', () => {
    const rows = parse('timestamp,value', '2026-11-21 00:00:00,1', '2026-11-21 00:00:00,2');
    expect(rows[1]!.note).toContain('duplicate');
  });

  it('takes the hour that a wall clock repeats in autumn for what it is', () => {
    const times = ['01:50', '01:55', '01:00', '01:05'].map((time) => `2026-11-01 ${time}:00,1`);
    const rows = parse('timestamp,value', ...times);
    expect(rows.map(({ at }) => (at - rows[0]!.at) / 60_000)).toEqual([0, 5, 10, 15]);
    expect(rows[2]!.note).toContain('set back');
  });

  it.each([
    [
      'a row back in time',
      ['timestamp,value', '2026-11-21 00:05:00,1', '2026-11-21 00:00:00,1'],
      'm.csv:3: expected a time not before',
    ],
    [
      'a bad number',
      ['timestamp,value', '2026-11-21 00:00:00,abc'],
      'm.csv:2: expected a decimal number or nothing, got "abc"',
    ],
    [
      'an infinite number',
      ['timestamp,value', '2026-11-21 00:00:00,1e999'],
      'm.csv:2: expected a number within',
    ],
    ['a bad date', ['timestamp,value', 'today,1'], 'm.csv:2: expected a date as'],
    ['another header', ['time,v', '1,1'], 'm.csv:1: expected the header timestamp,value'],
    ['a missing field', ['timestamp,value', '2026-11-21 00:00:00'], 'm.csv:2: expected 2 fields'],
    ['an empty file', [''], 'm.csv:1: expected the header'],
  ])('names file and line of %s', (_, lines, message) => {
    expect(() => parse(...lines)).toThrow(message);
  });
});

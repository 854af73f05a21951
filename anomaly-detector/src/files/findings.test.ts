import { describe, expect, it } from 'vitest';
import { addFindings, type Findings, findingsLine, noFindings } from './findings.ts';

const one = (of: string, score: number, anomalies: number): Findings => ({
  series: 1,
  rows: 900,
  missing: 2,
  unjudged: 0,
  anomalies,
  strongest: {
    score,
    of,
    timestamp: '2026-11-20 10:00:00',
    value: '90.2',
    lower: '47',
    upper: '53',
    kind: 'shift',
  },
});

describe('what detect says of its findings', () => {
  it('names the rows, those without a value, the anomalies, and the strongest with its time', () => {
    expect(findingsLine(one('a.csv', 0.9, 3))).toBe(
      '900 rows of 1 series, 2 without a value; 3 anomalies; strongest 0.900 (shift) at 2026-11-20 10:00:00: 90.2, expected 47 to 53',
    );
  });

  it('says so where there is none, and how close it came', () => {
    expect(findingsLine(one('a.csv', 0.2, 0))).toContain('; no anomaly; highest score 0.200');
    expect(findingsLine({ ...noFindings(), series: 1, rows: 70 })).toBe('70 rows of 1 series; no anomaly');
  });

  it.each([
    [
      1,
      55,
      0,
      '55 rows of 1 series; nothing was judged: that begins after 60 rows with a value, and 55 came',
    ],
    [1, 0, 0, '0 rows of 1 series; nothing was judged: that begins after 60 rows with a value, and 0 came'],
    [
      1,
      90,
      90,
      '90 rows of 1 series, 90 without a value; nothing was judged: that begins after 60 rows with a value, and 0 came',
    ],
    [2, 90, 0, '90 rows of 2 series; nothing was judged: that begins after 60 rows with a value in a series'],
    [0, 0, 0, '0 rows of 0 series; nothing was judged'],
  ])('does not speak well of what was not judged: %i series, %i rows', (series, rows, missing, line) => {
    expect(findingsLine({ ...noFindings(), series, rows, missing, unjudged: series })).toBe(line);
  });

  it('counts the series of several that were not judged', () => {
    const all = noFindings();
    addFindings(all, one('a.csv', 0, 0));
    addFindings(all, { ...noFindings(), series: 1, rows: 5, unjudged: 1 });
    expect(findingsLine({ ...all, strongest: null })).toBe(
      '905 rows of 2 series, 2 without a value; no anomaly; 1 of 2 series not judged: that begins after 60 rows with a value',
    );
  });

  it('names the file of the strongest of several', () => {
    const all = noFindings();
    for (const each of [one('a.csv', 0.6, 1), one('b.csv', 0.8, 0), one('c.csv', 0.7, 2)])
      addFindings(all, each);
    expect(findingsLine(all)).toBe(
      '2700 rows of 3 series, 6 without a value; 3 anomalies; strongest 0.800 (shift) in b.csv at 2026-11-20 10:00:00: 90.2, expected 47 to 53',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { addFindings, type Findings, findingsLine, noFindings } from './findings.ts';

const one = (of: string, score: number, anomalies: number): Findings => ({
  series: 1,
  rows: 900,
  missing: 2,
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
    expect(findingsLine({ ...noFindings(), series: 1, rows: 1 })).toBe('1 row of 1 series; no anomaly');
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

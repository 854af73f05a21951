import { describe, expect, it } from 'vitest';
import { normal, randomSource } from '../../test/random.ts';
import { detectRows } from './detect-rows.ts';
import { parseMetricFile } from './metric-file.ts';

function rowsOf(values: readonly (number | '')[], stepS = 300) {
  const lines = values.map(
    (value, i) => `${new Date((1_795_226_400 + i * stepS) * 1000).toISOString()},${value}`,
  );
  return parseMetricFile(['timestamp,value', ...lines].join('\n'), 'm.csv');
}
const noise = (rows: number, seed = 1) => {
  const random = randomSource(seed);
  return Array.from({ length: rows }, () => Number((50 + normal(random)).toFixed(4)));
};
const outputOf = (values: readonly (number | '')[], sensitivity: 'low' | 'medium' | 'high' = 'medium') =>
  detectRows(rowsOf(values), 'm.csv', sensitivity)
    .csv.trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

describe('detectRows', () => {
  it('gives one row of output per row of input, with the input repeated as it came', () => {
    const values = noise(500);
    const lines = outputOf(values);
    expect(lines).toHaveLength(500);
    expect(lines.map((fields) => Number(fields[1]))).toEqual(values);
    for (const fields of lines) expect(fields).toHaveLength(8);
  });

  it('alerts on a lasting shift once, and ends the alert', () => {
    const values = noise(1500).map((value, i) => (i >= 1000 && i < 1100 ? value + 30 : value));
    const lines = outputOf(values);
    const alerts = lines.map((fields) => fields[6] === '1');
    expect(alerts.indexOf(true)).toBeGreaterThanOrEqual(1000);
    expect(alerts.indexOf(true)).toBeLessThan(1003);
    expect(alerts.slice(1130).includes(true)).toBe(false);
    expect(alerts.slice(0, 1000).includes(true)).toBe(false);
    expect(lines[1000]![7]).not.toBe('');
    expect(Number(lines[1000]![5])).toBeGreaterThan(0.5);
  });

  it('depends on nothing that comes later', () => {
    const short = noise(800, 3);
    const long = [...short, ...Array.from({ length: 400 }, () => 1e6)];
    expect(outputOf(long).slice(0, 800)).toEqual(outputOf(short));
  });

  it('is the same each time', () => {
    expect(outputOf(noise(700, 4))).toEqual(outputOf(noise(700, 4)));
  });

  it('finds more with high sensitivity than with low', () => {
    const values = noise(6000, 5).map((value, i) =>
      i > 500 && i % 400 === 0 ? value + 4 + (i / 400) * 0.4 : value,
    );
    const found = (sensitivity: 'low' | 'high') =>
      outputOf(values, sensitivity).filter((fields) => Number(fields[5]) >= 0.5).length;
    expect(found('high')).toBeGreaterThan(found('low'));
  });

  it('keeps missing values missing and names a long silence', () => {
    const values: (number | '')[] = [
      ...noise(400),
      ...Array.from({ length: 30 }, () => '' as const),
      ...noise(50, 9),
    ];
    const lines = outputOf(values);
    expect(lines[405]![1]).toBe('');
    expect(lines.slice(400, 430).some((fields) => fields[7] === 'gap')).toBe(true);
    expect(lines.slice(0, 400).some((fields) => fields[6] === '1')).toBe(false);
  });

  it('tells each anomaly in a line, a silence since when it was silent', () => {
    const values = noise(1500).map((value, i) => (i >= 600 && i < 630 ? value + 30 : value));
    const rows = rowsOf(values).filter((_, i) => i < 1000 || i >= 1100);
    const { found, anomalies } = detectRows(rows, 'folder/m.csv', 'medium');
    expect(found.anomalies).toBe(2);
    expect(anomalies).toEqual([
      expect.stringMatching(/^2026-11-23T04:00:00.000Z \w+: value of m.csv was .*8\d, expected .*, for 3 h$/),
      expect.stringMatching(
        /^2026-11-24T13:15:00.000Z gap: value of m.csv had no values, expected .*, for 9 h$/,
      ),
    ]);
  });

  it('gives the row that begins an alert a score from one half on, each time', () => {
    const values = noise(120).map((value, i) => ([70, 85, 100].includes(i) ? 10 ** (i / 25) : value));
    const lines = outputOf(values);
    const begins = lines.filter((fields, i) => fields[6] === '1' && lines[i - 1]![6] === '0');
    expect(begins.length).toBeGreaterThan(1);
    for (const fields of begins) expect(Number(fields[5])).toBeGreaterThanOrEqual(0.5);
  });

  it('lets the last of several rows of one moment count', () => {
    const rows = rowsOf(noise(300));
    const twice = rows.flatMap((row) =>
      row.line === 200
        ? [
            { ...row, value: 1e6 },
            { ...row, note: 'duplicate' },
          ]
        : [row],
    );
    const plain = detectRows(rows, 'm.csv', 'medium').csv.trimEnd().split('\n');
    const doubled = detectRows(twice, 'm.csv', 'medium');
    expect(doubled.warnings).toEqual(['m.csv:200: duplicate']);
    expect(doubled.csv.trimEnd().split('\n').slice(-50)).toEqual(plain.slice(-50));
  });

  it('finds nothing in what a later row of the same moment took back', () => {
    const rows = rowsOf(noise(300));
    const [row] = rows.filter(({ line }) => line === 200);
    const first = { ...row!, value: 500, text: '500' };
    const twice = rows.toSpliced(rows.indexOf(row!), 0, first);
    const gone = rows.toSpliced(rows.indexOf(row!), 0, { ...row!, value: Number.NaN, text: '' });
    const { found } = detectRows(rows, 'm.csv', 'medium');
    expect(found).toMatchObject({ rows: 300, anomalies: 0 });
    expect(detectRows(twice, 'm.csv', 'medium').found).toEqual(found);
    expect(detectRows(gone, 'm.csv', 'medium').found).toEqual(found);
  });

  it('finds the deviation that the last row of a moment has, also where an earlier one told it', () => {
    const values = noise(300).map((value, i) => (i >= 200 && i < 205 ? 500 : value));
    const rows = rowsOf(values);
    const { found } = detectRows(rows, 'm.csv', 'medium');
    const twice = rows.flatMap((row) => [row, row]);
    expect(found.anomalies).toBe(1);
    expect(detectRows(twice, 'm.csv', 'medium').found).toEqual(found);
  });

  it.each([
    ['too few rows', noise(55), 1],
    ['as many as come before the first that is judged', noise(60), 1],
    ['one more', noise(61), 0],
    ['no row', [], 1],
    ['no value', Array.from({ length: 90 }, () => '' as const), 1],
  ])('tells whether any row was judged: %s', (_, values, unjudged) => {
    expect(detectRows(rowsOf(values), 'm.csv', 'medium').found).toMatchObject({ anomalies: 0, unjudged });
  });
});

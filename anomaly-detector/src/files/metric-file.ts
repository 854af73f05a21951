import { splitCsvLine } from './csv-line.ts';
import { FileError } from './file-error.ts';
import { momentForms, parseMoment } from './moment.ts';

/**
 * One row of a metric file: its text as it came, its time (epoch ms) and its value, NaN and no text where it is missing.
 * `note` says what was odd about it, empty where nothing was.
 */
export type MetricRow = {
  line: number;
  timestamp: string;
  text: string;
  at: number;
  value: number;
  note: string;
};

/** What programs write where there is no number, C's `-nan` too; nothing at all is the same. */
const noNumber = /^([+-]?nan|null|none|na|n\/a)?$/i;
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * Reads a file with the header `timestamp,value`. Throws {@link FileError} with file and line for a bad header, date or number,
 * and for a row that goes back in time; only the hour that a wall clock repeats in autumn is taken for what it is.
 */
export function parseMetricFile(text: string, file: string): MetricRow[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = findColumns(lines[0] ?? '', file);
  const rows: MetricRow[] = [];
  let setBackMs = 0;
  for (let index = 1; index < lines.length; index += 1) {
    if (lines[index]!.trim() === '') continue;
    const row = parseRow(lines[index]!, index + 1, columns, file);
    row.at += setBackMs;
    const last = rows[rows.length - 1];
    if (last !== undefined && row.at < last.at) {
      if (!isRepeatedHour(row, last, rows[rows.length - 2])) throw backwards(row, file);
      setBackMs += hourMs;
      row.at += hourMs;
      row.note = `the clock was set back an hour before ${row.timestamp}; counting on`;
    } else if (row.at === last?.at)
      row.note = `timestamp ${row.timestamp} is a duplicate, its last value counts`;
    rows.push(row);
  }
  return rows;
}

const hourMs = 3_600_000;

/** A clock without a zone that continues its rhythm exactly one hour earlier. */
function isRepeatedHour(row: MetricRow, last: MetricRow, before: MetricRow | undefined): boolean {
  if (before === undefined || !/^\d{4}-\d\d-\d\d \d\d:\d\d/.test(row.timestamp)) return false;
  return row.at + hourMs - last.at === last.at - before.at;
}

const backwards = (row: MetricRow, file: string): FileError =>
  new FileError(file, row.line, `expected a time not before that of the row above, got "${row.timestamp}"`);

type Columns = { timestamp: number; value: number; count: number };

function findColumns(header: string, file: string): Columns {
  const names = (splitCsvLine(header) ?? []).map((name) => name.toLowerCase());
  const timestamp = names.indexOf('timestamp');
  const value = names.indexOf('value');
  if (timestamp < 0 || value < 0) {
    throw new FileError(file, 1, `expected the header timestamp,value, got "${header.slice(0, 80)}"`);
  }
  return { timestamp, value, count: names.length };
}

function parseRow(content: string, line: number, columns: Columns, file: string): MetricRow {
  const fields = splitCsvLine(content);
  if (fields === null || fields.length !== columns.count) {
    throw new FileError(file, line, `expected ${columns.count} fields, got "${content.slice(0, 80)}"`);
  }
  const timestamp = fields[columns.timestamp]!;
  const given = fields[columns.value]!;
  const isMissing = noNumber.test(given);
  const text = isMissing ? '' : given;
  const at = parseMoment(timestamp);
  if (at === null) throw new FileError(file, line, `expected a date as ${momentForms}, got "${timestamp}"`);
  if (!isMissing && !decimal.test(text)) {
    throw new FileError(file, line, `expected a decimal number or nothing, got "${text}"`);
  }
  const value = isMissing ? Number.NaN : Number(text);
  if (!isMissing && !Number.isFinite(value)) {
    throw new FileError(file, line, `expected a number within double precision, got "${text}"`);
  }
  return { line, timestamp, text, at, value, note: '' };
}

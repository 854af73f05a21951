import type { Direction, Series } from '../contract/index.ts';
import type { Reading } from '../services/learner.ts';
import type { MetricsFile } from './case-schema.ts';
import { splitCsvLine } from './csv-line.ts';
import { FileError } from './file-error.ts';
import { readLines } from './line-reader.ts';
import { momentForms, parseMoment } from './moment.ts';

const columns = [
  'timestamp',
  'service',
  'metric',
  'instance',
  'version',
  'peer',
  'direction',
  'value',
] as const;
type Column = (typeof columns)[number];

const directions: Record<string, Direction> = { in: 'in', out: 'out', '': 'self' };

/** Reads `series.csv` or `history.csv` row by row. Throws {@link FileError} for a bad row or one that goes back in time. */
export class SeriesRows {
  #metrics: MetricsFile;
  #known = new Map<string, Series>();
  /** Metrics met that `metrics.json` does not describe. */
  readonly undescribed = new Set<string>();

  constructor(metrics: MetricsFile) {
    this.#metrics = metrics;
  }

  /** The readings of a file in order of time. */
  async *read(file: string): AsyncGenerator<Reading> {
    let at: Record<Column, number> | null = null;
    let last = Number.NEGATIVE_INFINITY;
    for await (const { number, text } of readLines(file)) {
      if (at === null) {
        at = findColumns(text, file, number);
        continue;
      }
      const reading = this.#parse(text, at, file, number);
      if (reading.at < last)
        throw new FileError(
          file,
          number,
          'expected rows sorted by timestamp, got one before the row above: sort the file by that column',
        );
      last = reading.at;
      yield reading;
    }
    if (at === null)
      throw new FileError(file, 1, `expected the header ${columns.join(',')}, got an empty file`);
  }

  #parse(text: string, columnsAt: Record<Column, number>, file: string, line: number): Reading {
    const fields = splitCsvLine(text) ?? [];
    const field = (column: Column): string => fields[columnsAt[column]] ?? '';
    const at = parseMoment(field('timestamp'));
    if (at === null)
      throw new FileError(
        file,
        line,
        `timestamp: expected a date as ${momentForms}, got "${field('timestamp')}"`,
      );
    const direction = directions[field('direction')];
    if (direction === undefined)
      throw new FileError(file, line, `direction: expected in, out or nothing, got "${field('direction')}"`);
    if (field('service') === '' || field('metric') === '') {
      throw new FileError(file, line, `expected a service and a metric, got "${text.slice(0, 80)}"`);
    }
    const raw = field('value');
    const value = raw === '' ? Number.NaN : Number(raw);
    if (raw !== '' && !Number.isFinite(value))
      throw new FileError(file, line, `value: expected a number or nothing, got "${raw}"`);
    const series = this.#series(
      field('service'),
      direction,
      field('peer'),
      field('metric'),
      field('instance'),
      field('version'),
    );
    return { series, at, value, count: Number.NaN };
  }

  #series(
    service: string,
    direction: Direction,
    peer: string,
    metric: string,
    instance: string,
    version: string,
  ): Series {
    const key = [service, direction, peer, metric, instance, version].join('|');
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const described = this.#metrics[metric];
    if (described === undefined) this.undescribed.add(metric);
    const series: Series = {
      key,
      service,
      direction,
      peer,
      metric,
      unit: described?.unit ?? '',
      signal: described?.signal ?? 'other',
      worse: described?.worse ?? 'both',
    };
    this.#known.set(key, series);
    return series;
  }
}

function findColumns(header: string, file: string, line: number): Record<Column, number> {
  const names = splitCsvLine(header) ?? [];
  const found = Object.fromEntries(columns.map((column) => [column, names.indexOf(column)])) as Record<
    Column,
    number
  >;
  const missing = columns.filter((column) => found[column] < 0);
  if (missing.length > 0) {
    throw new FileError(
      file,
      line,
      `expected the header ${columns.join(',')}, got one without ${missing.join(', ')}`,
    );
  }
  return found;
}

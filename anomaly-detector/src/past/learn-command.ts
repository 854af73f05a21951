import { type PastSeries, Signal, Worse } from '../contract/index.ts';
import { type Matcher, parseSelector } from '../export/selector.ts';
import type { Tell } from '../files/detect.ts';
import { parseOptions } from '../files/parse-options.ts';
import { UsageError } from '../files/usage-error.ts';
import { fetchHistory } from '../pull/prometheus/history.ts';
import { type Asked, readingsOf } from '../pull/prometheus/polled-series.ts';
import type { Reading } from '../services/learner.ts';
import { readCsvFolder } from './csv-folder.ts';
import { fromRemoteRead } from './from-remote-read.ts';
import { addressOf, type PastValues, pastOptions, rangeOf } from './past-query.ts';
import { Teacher } from './teacher.ts';

const text = { type: 'string' } as const;
const defaultDetector = 'http://127.0.0.1:4420';

const options = {
  ...pastOptions,
  detector: text,
  prometheus: text,
  query: text,
  name: text,
  service: text,
  'service-label': text,
  unit: text,
  worse: text,
  signal: text,
  csv: text,
  'remote-read': text,
  matcher: text,
};

type Values = PastValues & Partial<Record<keyof typeof options, string>>;

/**
 * `learn`: tells a running detector what was normal, from a Prometheus, from what serves remote read, or from CSV files; resolves to the exit code. Throws
 * {@link UsageError}, and a sentence where a side does not answer.
 */
export async function runLearn(args: string[], tell: Tell, now: number): Promise<number> {
  const { values }: { values: Values } = parseOptions(args, options);
  const teacher = new Teacher(values.detector ?? process.env.BREAKWATER_DETECTOR_URL ?? defaultDetector);
  for await (const past of pastOf(values, now)) {
    await teacher.teach(past);
    tell(`${teacher.learnt.rows} rows learnt`);
  }
  const { rows, passedOver } = teacher.learnt;
  if (passedOver > 0)
    tell(`warning: ${passedOver} rows were passed over because their series has learnt later ones already`);
  if (rows + passedOver === 0) tell('warning: there was nothing to learn from');
  return rows > 0 ? 0 : 1;
}

function pastOf(values: Values, now: number): AsyncIterable<PastSeries[]> {
  const { prometheus, csv, 'remote-read': read } = values;
  if ([prometheus, csv, read].filter((source) => source !== undefined).length === 1) {
    if (prometheus !== undefined) return fromQuery(prometheus, values, now);
    if (read !== undefined)
      return fromRemoteRead(addressOf(read, values), matchersOf(values.matcher), rangeOf(values, now));
    return fromCsv(csv!);
  }
  throw new UsageError(
    'expected one of --prometheus URL with --query Q, --remote-read URL with --matcher M, and --csv DIR',
  );
}

function matchersOf(selector: string | undefined): Matcher[] {
  if (selector === undefined)
    throw new UsageError('--matcher: expected which series to read, such as up{job="shop"}, got nothing');
  try {
    return parseSelector(selector);
  } catch (cause) {
    throw new UsageError(`--matcher: ${(cause as Error).message}`, { cause });
  }
}

async function* fromQuery(url: string, values: Values, now: number): AsyncGenerator<PastSeries[]> {
  if (values.query === undefined)
    throw new UsageError('--query: expected what to ask the Prometheus, got nothing');
  const asked = askedOf(values, values.query);
  for await (const answer of fetchHistory(addressOf(url, values), values.query, rangeOf(values, now))) {
    yield answer.map((series) => pastOfReadings(readingsOf(asked, [series])));
  }
}

function askedOf(values: Values, query: string): Asked {
  const worse = Worse.safeParse(values.worse ?? 'both');
  if (!worse.success) throw new UsageError(`--worse: expected up, down or both, got "${values.worse}"`);
  const signal = Signal.safeParse(values.signal ?? 'other');
  if (!signal.success)
    throw new UsageError(`--signal: expected one of ${Signal.options.join(', ')}, got "${values.signal}"`);
  return {
    name: values.name ?? query,
    service: values.service,
    service_label: values['service-label'],
    unit: values.unit ?? '',
    worse: worse.data,
    signal: signal.data,
  };
}

function pastOfReadings(readings: readonly Reading[]): PastSeries {
  return {
    series: readings[0]!.series,
    time: readings.map(({ at }) => at),
    value: readings.map(({ value }) => (Number.isNaN(value) ? null : value)),
  };
}

async function* fromCsv(folder: string): AsyncGenerator<PastSeries[]> {
  for await (const past of readCsvFolder(folder)) yield [past];
}

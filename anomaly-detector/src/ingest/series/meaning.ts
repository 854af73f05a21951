import { secondsIn } from '../../baseline/traits.ts';
import type { Signal, Worse } from '../../contract/index.ts';

/** What the values of a series mean; decides which direction is bad and how much of a change matters. */
export type Meaning = { unit: string; signal: Signal; worse: Worse };

/** How the values of a metric come about: as they are, as growth per second, or as quantiles of many. */
export type Kind = 'gauge' | 'counter' | 'histogram';

const units: readonly (readonly [suffix: RegExp, unit: string])[] = [
  [/_seconds$/, 's'],
  [/_(milliseconds|millis|ms)$/, 'ms'],
  [/_(microseconds|us)$/, 'us'],
  [/_(nanoseconds|ns)$/, 'ns'],
  [/_minutes$/, 'min'],
  [/_hours$/, 'h'],
  [/_bytes$/, 'By'],
  [/_celsius$/, 'Cel'],
  [/_(percent|percentage)$/, '%'],
  [/_ratio$/, '1'],
];

/** The first row that fits decides; `isTime` asks for a unit of time. */
const meanings: readonly {
  words: RegExp;
  isTime?: true;
  kinds?: readonly Kind[];
  signal: Signal;
  worse: Worse;
}[] = [
  { words: /lag|queue|backlog|throttl|pending/, signal: 'saturation', worse: 'up' },
  {
    words: /latency|duration|response_time|request_time|delay|wait/,
    isTime: true,
    signal: 'latency',
    worse: 'up',
  },
  {
    words: /error|fail|exception|reject|dropped|timeout|unavailab|unhealthy|_5xx/,
    signal: 'errors',
    worse: 'up',
  },
  {
    words: /(^|_)up$|available|availability|healthy|success_(ratio|rate|percent)|hit_(ratio|rate|percent)/,
    kinds: ['gauge'],
    signal: 'availability',
    worse: 'down',
  },
  { words: /cpu.*_seconds$/, kinds: ['counter'], signal: 'saturation', worse: 'up' },
  { words: /utili[sz]ation|saturation/, signal: 'saturation', worse: 'up' },
];

const suffixes = /_(total|count|sum|bucket)$/;

/**
 * Unit, signal and bad direction by a metric's name, kind and unit where it tells one (UCUM, as OpenTelemetry writes it).
 * What is not known is `other`, and bad in both directions. Examples: `http_request_duration_seconds`, a histogram, is a
 * latency in `s` that is bad upwards; `job_failures_total`, a counter, are errors in `1/s`.
 */
export function meaningOf(name: string, kind: Kind, told = ''): Meaning {
  const isCount = kind === 'counter' && /_(count|bucket)$/.test(name);
  const base = kind === 'gauge' ? name : name.replace(suffixes, '');
  const unit = isCount ? '1' : unitOf(base, told);
  const row = isCount
    ? undefined
    : meanings.find(
        ({ words, isTime, kinds }) =>
          words.test(base) && (isTime === undefined || unit in secondsIn) && (kinds?.includes(kind) ?? true),
      );
  const { signal, worse } = row ?? { signal: 'other', worse: 'both' };
  // Time spent per second is no duration: of how many it is the sum is not known.
  if (kind === 'counter' && signal === 'latency')
    return { unit: perSecond(unit), signal: 'other', worse: 'both' };
  return { unit: kind === 'counter' ? perSecond(unit) : unit, signal, worse };
}

function unitOf(base: string, told: string): string {
  // What is counted, such as `{job}`: no part of a whole, of which it would be so many percent.
  const plain = told.startsWith('{') ? '' : told;
  if (plain !== '') return words[plain] ?? plain;
  return units.find(([suffix]) => suffix.test(base))?.[1] ?? '';
}

/** Units as OpenMetrics writes them. */
const words: Readonly<Record<string, string>> = {
  seconds: 's',
  milliseconds: 'ms',
  bytes: 'By',
  ratio: '1',
  percent: '%',
};

function perSecond(unit: string): string {
  if (unit === 's') return '1';
  return unit === '' ? '1/s' : `${unit}/s`;
}

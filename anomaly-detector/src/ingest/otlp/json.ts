import { IngestError } from '../ingest-error.ts';
import {
  type Attributes,
  type ExponentialSide,
  type Metric,
  type MetricData,
  noRecordedValue,
  type ResourceMetrics,
} from './model.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads an `ExportMetricsServiceRequest` in OTLP's own JSON: names in lowerCamelCase, numbers of 64 bits as text or numbers,
 * enums as numbers. Throws {@link IngestError}. Source: opentelemetry.io/docs/specs/otlp, JSON Protobuf encoding.
 */
export function readExportJson(text: string): ResourceMetrics[] {
  return list(object(parse(text), 'the body'), 'resourceMetrics').map((resource) => ({
    attributes: attributesOf(resource.resource === undefined ? {} : object(resource.resource, 'resource')),
    metrics: list(resource, 'scopeMetrics').flatMap((scope) => list(scope, 'metrics').map(metricOf)),
  }));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw malformed('JSON', (cause as Error).message, { cause });
  }
}

function metricOf(metric: Json): Metric {
  return { name: textOf(metric, 'name'), unit: textOf(metric, 'unit'), data: dataOf(metric) };
}

function dataOf(metric: Json): MetricData | null {
  const has = (name: string): Json | null =>
    metric[name] === undefined || metric[name] === null ? null : object(metric[name], name);
  const points = (data: Json) => list(data, 'dataPoints');
  const gauge = has('gauge');
  if (gauge !== null) return { type: 'gauge', points: points(gauge).map(numberPoint) };
  const sum = has('sum');
  if (sum !== null)
    return {
      type: 'sum',
      points: points(sum).map(numberPoint),
      temporality: number(sum, 'aggregationTemporality'),
      isMonotonic: sum.isMonotonic === true,
    };
  const histogram = has('histogram');
  if (histogram !== null)
    return {
      type: 'histogram',
      points: points(histogram).map((point) => ({
        ...common(point),
        counts: numbers(point, 'bucketCounts'),
        bounds: numbers(point, 'explicitBounds'),
      })),
      temporality: number(histogram, 'aggregationTemporality'),
    };
  const exponential = has('exponentialHistogram');
  if (exponential !== null)
    return {
      type: 'exponential',
      points: points(exponential).map((point) => ({
        ...common(point),
        scale: number(point, 'scale'),
        zeroCount: number(point, 'zeroCount'),
        zeroThreshold: number(point, 'zeroThreshold'),
        positive: sideOf(point.positive),
        negative: sideOf(point.negative),
      })),
      temporality: number(exponential, 'aggregationTemporality'),
    };
  const summary = has('summary');
  if (summary === null) return null;
  return {
    type: 'summary',
    points: points(summary).map((point) => ({
      ...common(point),
      count: number(point, 'count'),
      sum: number(point, 'sum'),
      quantiles: list(point, 'quantileValues').map((pair): [number, number] => [
        number(pair, 'quantile'),
        number(pair, 'value'),
      ]),
    })),
  };
}

const numberPoint = (point: Json) => ({
  ...common(point),
  value: point.asInt === undefined ? number(point, 'asDouble') : number(point, 'asInt'),
});

const common = (point: Json) => ({
  attributes: attributesOf(point),
  startedAt: Math.floor(number(point, 'startTimeUnixNano') / 1e6),
  at: Math.floor(number(point, 'timeUnixNano') / 1e6),
  hasValue: (number(point, 'flags') & noRecordedValue) === 0,
});

function sideOf(side: unknown): ExponentialSide {
  if (side === undefined || side === null) return { offset: 0, counts: [] };
  const read = object(side, 'a side of an exponential histogram');
  return { offset: number(read, 'offset'), counts: numbers(read, 'bucketCounts') };
}

function attributesOf(from: Json): Attributes {
  return list(from, 'attributes').map(({ key, value }): [string, string] => {
    if (typeof key !== 'string') throw malformed('a key of an attribute as text', typeof key);
    return [key, value === undefined || value === null ? '' : textOfAny(object(value, `attribute ${key}`))];
  });
}

/** The value of an attribute as text, as the binary form gives it. */
function textOfAny(value: Json): string {
  const inner =
    value.stringValue ?? value.intValue ?? value.doubleValue ?? value.boolValue ?? value.bytesValue;
  if (inner !== undefined) return typeof inner === 'string' ? inner : JSON.stringify(inner);
  const nested = value.arrayValue ?? value.kvlistValue;
  return nested === undefined ? '' : nestedText(nested);
}

/** A value that holds others; one that is nested without end is none. */
function nestedText(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw malformed('an attribute of a few levels', (cause as Error).message, { cause });
  }
}

function object(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw malformed(`${what} as an object`, Array.isArray(value) ? 'an array' : typeof value);
}

function list(from: Json, name: string): Json[] {
  const value = from[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed(`${name} as an array`, typeof value);
  return value.map((item) => object(item, `an item of ${name}`));
}

function textOf(from: Json, name: string): string {
  const value = from[name];
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  throw malformed(`${name} as text`, typeof value);
}

const number = (from: Json, name: string): number => toNumber(from[name] ?? 0, name);

function numbers(from: Json, name: string): number[] {
  const value = from[name];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw malformed(`${name} as an array`, typeof value);
  return value.map((item) => toNumber(item, `an item of ${name}`));
}

/** A number, or one as text; `NaN` and `Infinity` are written so. */
function toNumber(value: unknown, what: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^(NaN|-?Infinity|[-+\d.eE]+)$/.test(value)) {
    const read = Number(value);
    if (value === 'NaN' || !Number.isNaN(read)) return read;
  }
  throw malformed(
    `${what} as a number`,
    typeof value === 'string' ? `"${value.slice(0, 40)}"` : typeof value,
  );
}

const malformed = (expected: string, got: string, options?: ErrorOptions): IngestError =>
  new IngestError('json_malformed', `expected ${expected}, got ${got}`, options);

import type { WireReader } from '../wire/wire-reader.ts';
import {
  type Attributes,
  type BucketsPoint,
  type ExponentialPoint,
  type ExponentialSide,
  type Metric,
  type MetricData,
  type NumberPoint,
  noRecordedValue,
  type ResourceMetrics,
  type SummaryPoint,
} from './model.ts';

const utf8 = new TextDecoder();
/** Values may hold values: as deep as this they are read. */
const mostDepth = 4;

/**
 * Reads an `ExportMetricsServiceRequest` in place. Throws `IngestError`. Source: opentelemetry-proto 1.x, metrics/v1,
 * common/v1 and collector/metrics/v1; the numbers are those of the fields there.
 */
export function readExport(reader: WireReader): ResourceMetrics[] {
  const resources: ResourceMetrics[] = [];
  each(reader, reader.bytes.length, (field, end) => {
    if (field !== 1) return false;
    resources.push(readResource(reader, reader.span(end)));
    return true;
  });
  return resources;
}

/** Reads the fields up to `end`; what `read` does not take is passed over. */
function each(
  reader: WireReader,
  end: number,
  read: (field: number, end: number, tag: number) => boolean,
): void {
  while (reader.at < end) {
    const tag = reader.uint32();
    if (!read(tag >>> 3, end, tag)) reader.skip(tag, end);
  }
  if (reader.at !== end) throw reader.malformed('a message that runs over its end');
}

function readResource(reader: WireReader, end: number): ResourceMetrics {
  let attributes: Attributes = [];
  const metrics: Metric[] = [];
  each(reader, end, (field, to) => {
    if (field === 1) attributes = readAttributes(reader, reader.span(to), 0);
    else if (field === 2) readScope(reader, reader.span(to), metrics);
    else return false;
    return true;
  });
  return { attributes, metrics };
}

function readScope(reader: WireReader, end: number, into: Metric[]): void {
  each(reader, end, (field, to) => {
    if (field !== 2) return false;
    into.push(readMetric(reader, reader.span(to)));
    return true;
  });
}

function readMetric(reader: WireReader, end: number): Metric {
  const metric: Metric = { name: '', unit: '', data: null };
  each(reader, end, (field, to) => {
    if (field === 1) metric.name = text(reader, to);
    else if (field === 3) metric.unit = text(reader, to);
    else if (field in dataReaders) metric.data = dataReaders[field]!(reader, reader.span(to));
    else return false;
    return true;
  });
  return metric;
}

const dataReaders: Readonly<Record<number, (reader: WireReader, end: number) => MetricData>> = {
  5: (reader, end) => ({ type: 'gauge', points: readPoints(reader, end, readNumber).points }),
  7: (reader, end) => ({ type: 'sum', ...readPoints(reader, end, readNumber) }),
  9: (reader, end) => ({ type: 'histogram', ...readPoints(reader, end, readBuckets) }),
  10: (reader, end) => ({ type: 'exponential', ...readPoints(reader, end, readExponential) }),
  11: (reader, end) => ({ type: 'summary', points: readPoints(reader, end, readSummary).points }),
};

function readPoints<Point>(
  reader: WireReader,
  end: number,
  read: (reader: WireReader, end: number) => Point,
) {
  const data = { points: [] as Point[], temporality: 0, isMonotonic: false };
  each(reader, end, (field, to) => {
    if (field === 1) data.points.push(read(reader, reader.span(to)));
    else if (field === 2) data.temporality = reader.uint32();
    else if (field === 3) data.isMonotonic = reader.uint32() !== 0;
    else return false;
    return true;
  });
  return data;
}

/** Fields that all points have under their own numbers. */
type Common = { attributes: number; flags: number };
type Draft = { attributes: [string, string][]; startedAt: number; at: number; hasValue: boolean };

const draft = (): Draft => ({ attributes: [], startedAt: 0, at: 0, hasValue: true });

function readCommon(reader: WireReader, field: number, to: number, common: Common, into: Draft): boolean {
  if (field === common.attributes) into.attributes.push(readAttribute(reader, reader.span(to), 0));
  else if (field === 2) into.startedAt = milliseconds(reader.fixed64());
  else if (field === 3) into.at = milliseconds(reader.fixed64());
  else if (field === common.flags) into.hasValue = (reader.uint32() & noRecordedValue) === 0;
  else return false;
  return true;
}

const milliseconds = (nanoseconds: number): number => Math.floor(nanoseconds / 1e6);

function readNumber(reader: WireReader, end: number): NumberPoint {
  const point = { ...draft(), value: 0 };
  each(reader, end, (field, to) => {
    if (field === 4) point.value = reader.double();
    else if (field === 6) point.value = reader.sfixed64();
    else return readCommon(reader, field, to, { attributes: 7, flags: 8 }, point);
    return true;
  });
  return point;
}

function readBuckets(reader: WireReader, end: number): BucketsPoint {
  const point = { ...draft(), counts: [] as number[], bounds: [] as number[] };
  each(reader, end, (field, to, tag) => {
    if (field === 6) eachOf(reader, tag, to, () => point.counts.push(reader.fixed64()));
    else if (field === 7) eachOf(reader, tag, to, () => point.bounds.push(reader.double()));
    else return readCommon(reader, field, to, { attributes: 9, flags: 10 }, point);
    return true;
  });
  return point;
}

function readExponential(reader: WireReader, end: number): ExponentialPoint {
  const none = (): ExponentialSide => ({ offset: 0, counts: [] });
  const point = { ...draft(), scale: 0, zeroCount: 0, zeroThreshold: 0, positive: none(), negative: none() };
  each(reader, end, (field, to) => {
    if (field === 6) point.scale = reader.zigzag();
    else if (field === 7) point.zeroCount = reader.fixed64();
    else if (field === 8) point.positive = readSide(reader, reader.span(to));
    else if (field === 9) point.negative = readSide(reader, reader.span(to));
    else if (field === 14) point.zeroThreshold = reader.double();
    else return readCommon(reader, field, to, { attributes: 1, flags: 10 }, point);
    return true;
  });
  return point;
}

function readSide(reader: WireReader, end: number): ExponentialSide {
  const side = { offset: 0, counts: [] as number[] };
  each(reader, end, (field, to, tag) => {
    if (field === 1) side.offset = reader.zigzag();
    else if (field === 2) eachOf(reader, tag, to, () => side.counts.push(reader.uint64()));
    else return false;
    return true;
  });
  return side;
}

function readSummary(reader: WireReader, end: number): SummaryPoint {
  const point = { ...draft(), count: 0, sum: 0, quantiles: [] as [number, number][] };
  each(reader, end, (field, to) => {
    if (field === 4) point.count = reader.fixed64();
    else if (field === 5) point.sum = reader.double();
    else if (field === 6) point.quantiles.push(readQuantile(reader, reader.span(to)));
    else return readCommon(reader, field, to, { attributes: 7, flags: 8 }, point);
    return true;
  });
  return point;
}

function readQuantile(reader: WireReader, end: number): [number, number] {
  const pair: [number, number] = [0, 0];
  each(reader, end, (field) => {
    if (field === 1) pair[0] = reader.double();
    else if (field === 2) pair[1] = reader.double();
    else return false;
    return true;
  });
  return pair;
}

/** Numbers of one field, packed or one by one. */
function eachOf(reader: WireReader, tag: number, end: number, read: () => void): void {
  const to = (tag & 7) === 2 ? reader.span(end) : reader.at + 1;
  while (reader.at < to) read();
}

/** A message whose first field is a list of attributes: a resource, or a value that is one. */
function readAttributes(reader: WireReader, end: number, depth: number): [string, string][] {
  const attributes: [string, string][] = [];
  each(reader, end, (field, to) => {
    if (field !== 1) return false;
    attributes.push(readAttribute(reader, reader.span(to), depth));
    return true;
  });
  return attributes;
}

function readAttribute(reader: WireReader, end: number, depth: number): [string, string] {
  const attribute: [string, string] = ['', ''];
  each(reader, end, (field, to) => {
    if (field === 1) attribute[0] = text(reader, to);
    else if (field === 2) {
      const value = readAny(reader, reader.span(to), depth);
      attribute[1] = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    } else return false;
    return true;
  });
  return attribute;
}

/** An `AnyValue` as what JSON would hold. */
function readAny(reader: WireReader, end: number, depth: number): unknown {
  if (depth > mostDepth) throw reader.malformed(`a value of more than ${mostDepth} levels`);
  let value: unknown = '';
  each(reader, end, (field, to) => {
    if (field === 1) value = text(reader, to);
    else if (field === 2) value = reader.uint32() !== 0;
    else if (field === 3) value = reader.int64();
    else if (field === 4) value = reader.double();
    else if (field === 5) value = readList(reader, reader.span(to), depth + 1);
    else if (field === 6) value = readAttributes(reader, reader.span(to), depth + 1);
    else if (field === 7) value = Buffer.from(bytes(reader, to)).toString('base64');
    else return false;
    return true;
  });
  return value;
}

function readList(reader: WireReader, end: number, depth: number): unknown[] {
  const list: unknown[] = [];
  each(reader, end, (field, to) => {
    if (field !== 1) return false;
    list.push(readAny(reader, reader.span(to), depth));
    return true;
  });
  return list;
}

function bytes(reader: WireReader, end: number): Uint8Array {
  const to = reader.span(end);
  const part = reader.bytes.subarray(reader.at, to);
  reader.at = to;
  return part;
}

const text = (reader: WireReader, end: number): string => utf8.decode(bytes(reader, end));

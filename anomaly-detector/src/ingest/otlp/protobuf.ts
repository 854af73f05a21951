import type { WireReader } from '../wire/wire-reader.ts';
import { each, readAttribute, readAttributes, text } from './attributes-wire.ts';
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

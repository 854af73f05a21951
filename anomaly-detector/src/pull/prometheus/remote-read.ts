import type { Matcher } from '../../export/selector.ts';
import { IngestError } from '../../ingest/ingest-error.ts';
import { decompressSnappy } from '../../ingest/wire/snappy-block.ts';
import { WireReader } from '../../ingest/wire/wire-reader.ts';
import { authorizationOf } from '../config/credentials.ts';
import { FetchError, fetchBytes, nameOf } from '../fetch-text.ts';
import type { PrometheusAddress, QueriedSeries } from './api.ts';
import { bytesField, numberField, snappyLiterals, textField } from './wire-writer.ts';

const mostBytes = 256 * 1024 * 1024;
/** `prometheus.LabelMatcher.Type`. */
const matcherTypes: Record<Matcher['operator'], number> = { '=': 0, '!=': 1, '=~': 2, '!~': 3 };
/** Of ReadResponse, QueryResult, TimeSeries, Label and Sample, as tags. */
const field = {
  results: 0x0a,
  timeseries: 0x0a,
  labels: 0x0a,
  samples: 0x12,
  name: 0x0a,
  value: 0x12,
} as const;
const sampleField = { value: 0x09, timestamp: 0x10 } as const;

/**
 * Reads raw samples by Prometheus' remote read 1.0, answered as samples: `url` is the whole address, such as
 * `http://prometheus:9090/api/v1/read`; both ends (epoch ms) are in it. Throws a sentence that names the address and what came.
 */
export async function remoteRead(
  prometheus: PrometheusAddress,
  matchers: readonly Matcher[],
  from: number,
  to: number,
): Promise<QueriedSeries[]> {
  const { url, timeout } = prometheus;
  const { bytes } = await fetchBytes(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
      accept: 'application/x-protobuf',
      'x-prometheus-remote-read-version': '0.1.0',
    },
    body: snappyLiterals(readRequest(matchers, from, to)),
    authorization: await authorizationOf(prometheus),
    timeoutMs: timeout,
    mostBytes,
  });
  try {
    return readResponse(decompressSnappy(bytes, mostBytes));
  } catch (cause) {
    if (!(cause instanceof IngestError)) throw cause;
    throw new FetchError(`${nameOf(url)}: expected an answer of remote read, got ${cause.message}`, {
      cause,
    });
  }
}

/** A `prometheus.ReadRequest` of one query, answered as samples. Source: prometheus/prompb/remote.proto. */
function readRequest(matchers: readonly Matcher[], from: number, to: number): Uint8Array {
  const conditions = matchers.map(({ label, operator, value }) =>
    bytesField(3, [numberField(1, matcherTypes[operator]), textField(2, label), textField(3, value)]),
  );
  return Buffer.concat([bytesField(1, [numberField(1, from), numberField(2, to), ...conditions])]);
}

function readResponse(message: Uint8Array): QueriedSeries[] {
  const reader = new WireReader();
  reader.load(message);
  const series: QueriedSeries[] = [];
  each(reader, message.length, field.results, (end) =>
    each(reader, end, field.timeseries, (inner) => series.push(readSeries(reader, inner))),
  );
  return series;
}

function readSeries(reader: WireReader, end: number): QueriedSeries {
  const series: QueriedSeries = { labels: {}, samples: [] };
  while (reader.at < end) {
    const tag = reader.uint32();
    if (tag === field.labels) readLabel(reader, reader.span(end), series.labels);
    else if (tag === field.samples) series.samples.push(readSample(reader, reader.span(end)));
    else reader.skip(tag, end);
  }
  return series;
}

function readLabel(reader: WireReader, end: number, into: Record<string, string>): void {
  let [name, value] = ['', ''];
  while (reader.at < end) {
    const tag = reader.uint32();
    if (tag === field.name) name = readText(reader, reader.span(end));
    else if (tag === field.value) value = readText(reader, reader.span(end));
    else reader.skip(tag, end);
  }
  into[name] = value;
}

function readSample(reader: WireReader, end: number): { at: number; value: number } {
  const sample = { at: 0, value: 0 };
  while (reader.at < end) {
    const tag = reader.uint32();
    if (tag === sampleField.value) sample.value = reader.double();
    else if (tag === sampleField.timestamp) sample.at = reader.int64();
    else reader.skip(tag, end);
  }
  return sample;
}

function readText(reader: WireReader, end: number): string {
  const text = Buffer.from(
    reader.bytes.buffer,
    reader.bytes.byteOffset + reader.at,
    end - reader.at,
  ).toString('utf8');
  reader.at = end;
  return text;
}

/** Goes through the fields of a message and hands on where each one with the tag ends. */
function each(reader: WireReader, end: number, wanted: number, take: (end: number) => void): void {
  while (reader.at < end) {
    const tag = reader.uint32();
    if (tag === wanted) take(reader.span(end));
    else reader.skip(tag, end);
  }
}

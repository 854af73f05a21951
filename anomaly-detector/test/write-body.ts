import protobuf from 'protobufjs';
import snappy from 'snappyjs';

const histogram = `
  message Histogram {
    oneof count { uint64 count_int = 1; double count_float = 2; }
    double sum = 3;
    sint32 schema = 4;
    double zero_threshold = 5;
    oneof zero_count { uint64 zero_count_int = 6; double zero_count_float = 7; }
    repeated BucketSpan negative_spans = 8;
    repeated sint64 negative_deltas = 9;
    repeated double negative_counts = 10;
    repeated BucketSpan positive_spans = 11;
    repeated sint64 positive_deltas = 12;
    repeated double positive_counts = 13;
    int32 reset_hint = 14;
    int64 timestamp = 15;
    repeated double custom_values = 16;
  }
  message BucketSpan { sint32 offset = 1; uint32 length = 2; }
  message Sample { double value = 1; int64 timestamp = 2; }
`;
const v1 = protobuf.parse(`
  syntax = "proto3";
  message WriteRequest { repeated TimeSeries timeseries = 1; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Histogram histograms = 4; }
  message Label { string name = 1; string value = 2; }
  ${histogram}
`).root;
const v2 = protobuf.parse(`
  syntax = "proto3";
  message Request { repeated string symbols = 4; repeated TimeSeries timeseries = 5; }
  message TimeSeries {
    repeated uint32 labels_refs = 1;
    repeated Sample samples = 2;
    repeated Histogram histograms = 3;
    repeated Exemplar exemplars = 4;
    Metadata metadata = 5;
    int64 created_timestamp = 6;
  }
  message Exemplar { repeated uint32 labels_refs = 1; double value = 2; int64 timestamp = 3; }
  message Metadata { int32 type = 1; uint32 help_ref = 3; uint32 unit_ref = 4; }
  ${histogram}
`).root;
const WriteRequest = v1.lookupType('WriteRequest');
const Request = v2.lookupType('Request');

/** A native histogram to write, by the fields of its message in camelCase. */
export type ToWriteHistogram = { timestamp: number } & Record<string, unknown>;

/** A series to write: labels with `__name__`, and [epoch ms, value] pairs. */
export type ToWrite = {
  labels: Record<string, string>;
  samples: [number, number][];
  histograms?: ToWriteHistogram[];
  /** Told by version 2.0 only. */
  type?: number;
  unit?: string;
  createdAt?: number;
};

const samplesOf = ({ samples }: ToWrite) => samples.map(([timestamp, value]) => ({ timestamp, value }));

/** The protobuf of a remote write 1.0, as Prometheus encodes it. */
export function writeRequest(series: readonly ToWrite[]): Uint8Array {
  return WriteRequest.encode({
    timeseries: series.map((one) => ({
      labels: Object.entries(one.labels).map(([name, value]) => ({ name, value })),
      samples: samplesOf(one),
      histograms: one.histograms ?? [],
    })),
  }).finish();
}

/** The protobuf of a remote write 2.0, as Prometheus encodes it. */
export function writeRequest2(series: readonly ToWrite[]): Uint8Array {
  const symbols = new Map([['', 0]]);
  const refOf = (text: string): number => {
    if (!symbols.has(text)) symbols.set(text, symbols.size);
    return symbols.get(text)!;
  };
  const timeseries = series.map((one) => ({
    labelsRefs: Object.entries(one.labels).flatMap(([name, value]) => [refOf(name), refOf(value)]),
    samples: samplesOf(one),
    histograms: one.histograms ?? [],
    metadata: { type: one.type ?? 0, helpRef: refOf('help'), unitRef: refOf(one.unit ?? '') },
    createdTimestamp: one.createdAt ?? 0,
  }));
  return Request.encode({ symbols: [...symbols.keys()], timeseries }).finish();
}

/** The body of a remote write: snappy around protobuf. */
export const writeBody = (series: readonly ToWrite[]): Uint8Array => snappy.compress(writeRequest(series));
export const writeBody2 = (series: readonly ToWrite[]): Uint8Array => snappy.compress(writeRequest2(series));

/** What a remote write 2.0 names as its content type. */
export const contentType2 = 'application/x-protobuf;proto=io.prometheus.write.v2.Request';

/** Puts the NaN that ends a series in the place of a value that is written nowhere else in the message. */
export function withStaleMarker(message: Uint8Array, value: number): Uint8Array {
  const bytes = Buffer.from(message);
  const sought = Buffer.alloc(8);
  sought.writeDoubleLE(value);
  const at = bytes.indexOf(sought);
  if (at < 0) throw new Error(`expected the value ${value} in the message, got none`);
  bytes.writeUInt32LE(2, at);
  bytes.writeUInt32LE(0x7ff00000, at + 4);
  return bytes;
}

import protobuf from 'protobufjs';
import snappy from 'snappyjs';

const { root } = protobuf.parse(`
  syntax = "proto3";
  message WriteRequest { repeated TimeSeries timeseries = 1; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
  message Label { string name = 1; string value = 2; }
  message Sample { double value = 1; int64 timestamp = 2; }
`);
const WriteRequest = root.lookupType('WriteRequest');

/** A series to write: labels with `__name__`, and [epoch ms, value] pairs. */
export type ToWrite = { labels: Record<string, string>; samples: [number, number][] };

/** The protobuf of a remote write, as Prometheus encodes it. */
export function writeRequest(series: readonly ToWrite[]): Uint8Array {
  return WriteRequest.encode({
    timeseries: series.map(({ labels, samples }) => ({
      labels: Object.entries(labels).map(([name, value]) => ({ name, value })),
      samples: samples.map(([timestamp, value]) => ({ timestamp, value })),
    })),
  }).finish();
}

/** The body of a remote write: snappy around protobuf. */
export const writeBody = (series: readonly ToWrite[]): Uint8Array => snappy.compress(writeRequest(series));

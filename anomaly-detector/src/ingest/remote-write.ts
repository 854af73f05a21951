import protobuf from 'protobufjs';
import { IngestError } from './ingest-error.ts';
import { decompressSnappy } from './snappy-block.ts';

/** One series of a write: its labels and its values in order of time (epoch ms). */
export type WrittenSeries = {
  name: string;
  labels: Readonly<Record<string, string>>;
  samples: readonly { at: number; value: number }[];
};

const mostBytes = 64 * 1024 * 1024;
const mostLabels = 64;
const mostLabelLength = 2_048;

/** Prometheus remote write 1.0, as in prometheus/prompb/remote.proto; the fields that are not read here are passed over. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message WriteRequest { repeated TimeSeries timeseries = 1; }
  message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
  message Label { string name = 1; string value = 2; }
  message Sample { double value = 1; int64 timestamp = 2; }
`);
const WriteRequest = root.lookupType('WriteRequest');

type Decoded = {
  timeseries: {
    labels: { name: string; value: string }[];
    samples: { value: number; timestamp: number | { toNumber(): number } }[];
  }[];
};

/** Decodes the body of a remote write 1.0 request. Throws {@link IngestError} for anything that is not one. */
export function decodeRemoteWrite(body: Uint8Array, encoding: string | undefined): WrittenSeries[] {
  if (encoding !== undefined && encoding !== 'snappy') {
    throw new IngestError('body_unsupported', `content-encoding: expected snappy, got "${encoding}"`);
  }
  const message = decode(decompressSnappy(body, mostBytes));
  return message.timeseries.map(({ labels, samples }) => {
    const named = labelsOf(labels);
    const name = named.__name__;
    if (name === undefined || name === '') {
      throw new IngestError(
        'protobuf_malformed',
        'expected a label __name__ on every series, got a series without one',
      );
    }
    return {
      name,
      labels: named,
      samples: samples.map(({ value, timestamp }) => ({
        at: typeof timestamp === 'number' ? timestamp : timestamp.toNumber(),
        value,
      })),
    };
  });
}

function decode(bytes: Uint8Array): Decoded {
  try {
    return WriteRequest.decode(bytes) as unknown as Decoded;
  } catch (cause) {
    throw new IngestError(
      'protobuf_malformed',
      `expected a prometheus.WriteRequest, got ${bytes.length} bytes that are none: ${(cause as Error).message}`,
      { cause },
    );
  }
}

function labelsOf(labels: readonly { name: string; value: string }[]): Record<string, string> {
  if (labels.length > mostLabels) {
    throw new IngestError(
      'label_limit',
      `expected at most ${mostLabels} labels on a series, got ${labels.length}`,
    );
  }
  const named: Record<string, string> = {};
  for (const { name, value } of labels) {
    if (name.length > mostLabelLength || value.length > mostLabelLength) {
      throw new IngestError(
        'label_limit',
        `expected labels of at most ${mostLabelLength} characters, got ${Math.max(name.length, value.length)} in ${name.slice(0, 40)}`,
      );
    }
    named[name] = value;
  }
  return named;
}

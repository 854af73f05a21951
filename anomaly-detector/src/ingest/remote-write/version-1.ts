import { type DecodeInto, settle } from '../series/settle.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { readHistogram } from './histogram-wire.ts';
import { readSample } from './sample-wire.ts';

const field = { timeseries: 0x0a, labels: 0x0a, samples: 0x12, histograms: 0x22 } as const;

/**
 * Decodes a `prometheus.WriteRequest` (remote write 1.0). Labels stay bytes: they are the identity of their series. Throws
 * `IngestError` for what is no such message. Source: prometheus/prompb/remote.proto and types.proto.
 */
export class RemoteWrite1 {
  #reader: WireReader;
  #since = { samples: 0, histograms: 0 };
  /** Labels that do not lie together are put together here. */
  #scratch = new Uint8Array(1_024);

  constructor(reader: WireReader) {
    this.#reader = reader;
  }

  decode(message: Uint8Array, into: DecodeInto): void {
    const reader = this.#reader;
    reader.load(message);
    while (reader.at < message.length) {
      const tag = reader.uint32();
      if (tag === field.timeseries) this.#readSeries(reader.span(message.length), into);
      else reader.skip(tag, message.length);
    }
  }

  #readSeries(end: number, into: DecodeInto): void {
    const reader = this.#reader;
    const { batch } = into;
    const from = reader.at;
    let labelsEnd = from;
    let isTogether = true;
    this.#since.samples = batch.length;
    this.#since.histograms = batch.histograms.length;
    while (reader.at < end) {
      const before = reader.at;
      const tag = reader.uint32();
      if (tag === field.labels) {
        isTogether &&= before === labelsEnd;
        reader.at = reader.span(end);
        if (isTogether) labelsEnd = reader.at;
      } else if (tag === field.samples) readSample(reader, reader.span(end), batch);
      else if (tag === field.histograms)
        batch.addHistogram({ series: -1, ...readHistogram(reader, reader.span(end)) });
      else reader.skip(tag, end);
    }
    if (reader.at !== end) throw reader.malformed('a series that runs over its end');
    if (isTogether) settle(into, this.#since, reader.bytes, from, labelsEnd);
    else settle(into, this.#since, this.#scratch, 0, this.#gather(from, end));
    reader.at = end;
  }

  /** Copies the labels of a series into the scratch; returns where they end there. */
  #gather(from: number, end: number): number {
    const reader = this.#reader;
    let length = 0;
    if (this.#scratch.length < end - from) this.#scratch = new Uint8Array(end - from);
    reader.at = from;
    while (reader.at < end) {
      const before = reader.at;
      const tag = reader.uint32();
      reader.skip(tag, end);
      if (tag !== field.labels) continue;
      this.#scratch.set(reader.bytes.subarray(before, reader.at), length);
      length += reader.at - before;
    }
    return length;
  }
}

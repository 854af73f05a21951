import { staleMark } from '../series/batch.ts';
import { LabelBytes } from '../series/label-bytes.ts';
import type { Kind } from '../series/meaning.ts';
import { type DecodeInto, settle } from '../series/settle.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { readHistogram } from './histogram-wire.ts';
import { readSample } from './sample-wire.ts';

const field = { symbols: 0x22, timeseries: 0x2a } as const;
const seriesField = {
  labelRefs: 1,
  samples: 2,
  histograms: 3,
  metadata: 5,
  createdTimestamp: 6,
} as const;
const metadataField = { type: 0x08, unitRef: 0x20 } as const;
/** By `Metadata.MetricType`; of histograms and summaries each series is judged by its name. */
const kinds: readonly (Kind | null)[] = [null, 'counter', 'gauge', null, 'gauge', null, 'gauge', 'gauge'];

const utf8 = new TextDecoder();

/**
 * Decodes an `io.prometheus.write.v2.Request` (remote write 2.0). References are put into the bytes that version 1.0 has, so
 * that a sender may change versions. Throws `IngestError` for what is no such message.
 * Source: prometheus/prompb/io/prometheus/write/v2/types.proto.
 */
export class RemoteWrite2 {
  #reader: WireReader;
  #labels = new LabelBytes();
  #since = { samples: 0, histograms: 0 };
  /** Where each symbol of the request begins and ends. */
  #froms = new Int32Array(1_024);
  #tos = new Int32Array(1_024);
  #symbols = 0;
  #unitRef = -1;
  #unit = '';

  constructor(reader: WireReader) {
    this.#reader = reader;
  }

  decode(message: Uint8Array, into: DecodeInto): void {
    const reader = this.#reader;
    reader.load(message);
    this.#symbols = 0;
    this.#unitRef = -1;
    // Nothing in protobuf says that the symbols come before what refers to them.
    while (reader.at < message.length) {
      const tag = reader.uint32();
      if (tag !== field.symbols) {
        reader.skip(tag, message.length);
        continue;
      }
      const to = reader.span(message.length);
      this.#addSymbol(reader.at, to);
      reader.at = to;
    }
    reader.at = 0;
    while (reader.at < message.length) {
      const tag = reader.uint32();
      if (tag === field.timeseries) this.#readSeries(reader.span(message.length), into);
      else reader.skip(tag, message.length);
    }
  }

  #readSeries(end: number, into: DecodeInto): void {
    const reader = this.#reader;
    const { batch } = into;
    let kind: Kind | null = null;
    let unitRef = 0;
    let createdAt = 0;
    this.#labels.clear();
    this.#since.samples = batch.length;
    this.#since.histograms = batch.histograms.length;
    while (reader.at < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case seriesField.labelRefs:
          this.#readRefs(tag, end);
          break;
        case seriesField.samples:
          readSample(reader, reader.span(end), batch);
          break;
        case seriesField.histograms:
          batch.addHistogram({ series: -1, ...readHistogram(reader, reader.span(end)) });
          break;
        case seriesField.metadata: {
          const to = reader.span(end);
          while (reader.at < to) {
            const inner = reader.uint32();
            if (inner === metadataField.type) kind = kinds[reader.uint32()] ?? null;
            else if (inner === metadataField.unitRef) unitRef = reader.uint32();
            else reader.skip(inner, to);
          }
          break;
        }
        case seriesField.createdTimestamp:
          createdAt = reader.int64();
          break;
        default:
          reader.skip(tag, end);
      }
    }
    if (reader.at !== end) throw reader.malformed('a series that runs over its end');
    if (createdAt > 0) this.#created(createdAt, into);
    if (unitRef !== this.#unitRef) this.#readUnit(unitRef);
    settle(into, this.#since, this.#labels.bytes, 0, this.#labels.length, { kind, unit: this.#unit });
  }

  /** Label references: pairs of symbols. */
  #readRefs(tag: number, end: number): void {
    const reader = this.#reader;
    const to = (tag & 7) === 2 ? reader.span(end) : end;
    while (reader.at < to) {
      const name = this.#symbol(reader.uint32());
      if (reader.at >= to) throw reader.malformed('a label name without a value');
      // References that are not packed carry a tag each.
      if ((tag & 7) !== 2) reader.uint32();
      const value = this.#symbol(reader.uint32());
      const froms = this.#froms;
      const tos = this.#tos;
      this.#labels.add(reader.bytes, froms[name]!, tos[name]!, froms[value]!, tos[value]!);
      if ((tag & 7) !== 2) return;
    }
  }

  #symbol(ref: number): number {
    if (ref < this.#symbols) return ref;
    throw this.#reader.malformed(`a reference to symbol ${ref} of ${this.#symbols}`);
  }

  #addSymbol(from: number, to: number): void {
    if (this.#symbols === this.#froms.length) {
      this.#froms = doubled(this.#froms);
      this.#tos = doubled(this.#tos);
    }
    this.#froms[this.#symbols] = from;
    this.#tos[this.#symbols] = to;
    this.#symbols += 1;
  }

  #created(createdAt: number, { batch }: DecodeInto): void {
    for (let index = this.#since.samples; index < batch.length; index += 1) {
      if (batch.startedAt[index] === 0) batch.startedAt[index] = createdAt;
    }
    for (const sample of batch.histograms.slice(this.#since.histograms)) {
      if (sample.startedAt !== staleMark && sample.startedAt === 0) sample.startedAt = createdAt;
    }
  }

  #readUnit(ref: number): void {
    this.#unitRef = ref;
    const symbol = ref === 0 && this.#symbols === 0 ? -1 : this.#symbol(ref);
    this.#unit =
      symbol < 0 ? '' : utf8.decode(this.#reader.bytes.subarray(this.#froms[symbol]!, this.#tos[symbol]!));
  }
}

function doubled(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(column.length * 2);
  next.set(column);
  return next;
}

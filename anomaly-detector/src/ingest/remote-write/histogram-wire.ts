import { type NativeHistogram, nativePoint, type Side, type Span } from '../histogram/native.ts';
import { type HistogramSample, staleMark } from '../series/batch.ts';
import type { WireReader } from '../wire/wire-reader.ts';
import { isStale } from './stale.ts';

const gaugeHint = 3;
const resetHint = 1;
/** Prometheus itself keeps native histograms to 160 buckets a side. */
const mostBuckets = 1_024;

/** What is gathered while a histogram is read. */
type Draft = {
  native: Omit<NativeHistogram, 'positive' | 'negative'>;
  positiveSpans: Span[];
  negativeSpans: Span[];
  positiveCounts: number[];
  negativeCounts: number[];
  at: number;
  hint: number;
  isStale: boolean;
};

/**
 * Reads a `prometheus.Histogram` up to `end`: integer and float, exponential and with bounds of its own. The same message in
 * both versions of remote write. What has too many buckets, or does not fit together, has no point.
 */
export function readHistogram(reader: WireReader, end: number): Omit<HistogramSample, 'series'> {
  const draft: Draft = {
    native: { schema: 0, zeroThreshold: 0, zeroCount: 0, customBounds: [], counted: 'total' },
    ...{ positiveSpans: [], negativeSpans: [], positiveCounts: [], negativeCounts: [] },
    ...{ at: 0, hint: 0, isStale: false },
  };
  while (reader.at < end) readField(reader, end, draft);
  if (reader.at !== end) throw reader.malformed('a histogram that runs over its end');
  const { native, at, hint } = draft;
  const many = draft.positiveCounts.length + draft.negativeCounts.length;
  const point =
    many > mostBuckets
      ? null
      : nativePoint({
          ...native,
          counted: hint === gaugeHint ? 'now' : 'total',
          positive: side(draft.positiveSpans, draft.positiveCounts),
          negative: side(draft.negativeSpans, draft.negativeCounts),
        });
  if (draft.isStale) return { at, startedAt: staleMark, point };
  return { at, startedAt: hint === resetHint ? at : 0, point };
}

const side = (spans: readonly Span[], counts: readonly number[]): Side => ({ spans, counts });

function readField(reader: WireReader, end: number, draft: Draft): void {
  const tag = reader.uint32();
  const { native } = draft;
  switch (tag >>> 3) {
    case 3:
      draft.isStale = isStale(reader, reader.double());
      break;
    case 4:
      native.schema = reader.zigzag();
      break;
    case 5:
      native.zeroThreshold = reader.double();
      break;
    case 6:
      native.zeroCount = reader.uint64();
      break;
    case 7:
      native.zeroCount = reader.double();
      break;
    case 8:
      draft.negativeSpans.push(readSpan(reader, reader.span(end)));
      break;
    case 9:
      readDeltas(reader, tag, end, draft.negativeCounts);
      break;
    case 10:
      readDoubles(reader, tag, end, draft.negativeCounts);
      break;
    case 11:
      draft.positiveSpans.push(readSpan(reader, reader.span(end)));
      break;
    case 12:
      readDeltas(reader, tag, end, draft.positiveCounts);
      break;
    case 13:
      readDoubles(reader, tag, end, draft.positiveCounts);
      break;
    case 14:
      draft.hint = reader.uint32();
      break;
    case 15:
      draft.at = reader.int64();
      break;
    case 16:
      readDoubles(reader, tag, end, native.customBounds as number[]);
      break;
    default:
      reader.skip(tag, end);
  }
}

function readSpan(reader: WireReader, end: number): Span {
  const span = { offset: 0, length: 0 };
  while (reader.at < end) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) span.offset = reader.zigzag();
    else if (tag >>> 3 === 2) span.length = reader.uint32();
    else reader.skip(tag, end);
  }
  return span;
}

/** Numbers of one field, packed or one by one. */
function readEach(reader: WireReader, tag: number, end: number, read: () => void): void {
  const isPacked = (tag & 7) === 2;
  const to = isPacked ? reader.span(end) : reader.at + 1;
  while (reader.at < to) read();
}

/** Counts as the difference from the one before. */
function readDeltas(reader: WireReader, tag: number, end: number, into: number[]): void {
  readEach(reader, tag, end, () => into.push((into.at(-1) ?? 0) + reader.zigzag()));
}

function readDoubles(reader: WireReader, tag: number, end: number, into: number[]): void {
  readEach(reader, tag, end, () => into.push(reader.double()));
}

import { z } from 'zod';
import { Series } from '../../contract/index.ts';
import { Feedback } from './feedback.ts';

/** A series as the log introduces it: what it is, and whether its deviations are alerted. */
export type Declaration = { series: Series; isJudged: boolean };

/** Readings of one partition, in order. A series is declared before or together with its first reading. */
export type SamplesMessage = {
  /** The front that sent it, and a number that grows by one with each of its messages to the partition. */
  sender: number;
  sequence: number;
  declarations: readonly Declaration[];
  /** What people have said, in order; it holds for the readings of this message. */
  feedback: readonly Feedback[];
  ids: Float64Array;
  /** Epoch ms. */
  times: Float64Array;
  /** NaN for a missing value. */
  values: Float64Array;
  /** Requests behind each value, NaN where unknown; or a `mark`. */
  counts: Float64Array;
  /** Epoch ms that the front's clock has reached once these readings are learnt; NaN where it says nothing. */
  clock: number;
};

/** In the place of a count, what is no reading: the next one does not follow on the last; the series is to be forgotten. */
export const mark = { pause: -1, forget: -2 } as const;

/** A message that cannot be read. */
export class UnreadableSamples extends Error {
  readonly code = 'samples_unreadable';
}

const magic = 0x3153_5742;
const headerBytes = 40;
const flag = { times: 1, counts: 2, feedback: 4 } as const;
const allFlags = flag.times | flag.counts | flag.feedback;
/** More readings than this in one message are an error of the sender. */
const mostReadings = 1_000_000;

/**
 * Encodes a message, little-endian: a header of 40 bytes (magic, flags, sender, sequence, clock, first time, readings, bytes of
 * declarations), then columns of doubles (ids, values, times and counts where they differ), then declarations as JSON: with feedback beside them
 * where there is some.
 */
export function encodeSamples(message: SamplesMessage): Buffer {
  const { ids, times, values, counts } = message;
  const readings = ids.length;
  const hasTimes = times.some((at) => at !== times[0]);
  const hasCounts = counts.some((count) => !Number.isNaN(count));
  const { declarations, feedback } = message;
  const hasFeedback = feedback.length > 0;
  const told = hasFeedback ? { declarations, feedback } : declarations;
  const declared = hasFeedback || declarations.length > 0 ? JSON.stringify(told) : '';
  const columns = 2 + (hasTimes ? 1 : 0) + (hasCounts ? 1 : 0);
  const declaredAt = headerBytes + 8 * columns * readings;
  const declaredBytes = Buffer.byteLength(declared);
  const bytes = Buffer.from(new ArrayBuffer(declaredAt + declaredBytes));
  bytes.writeUInt32LE(magic, 0);
  const flags =
    (hasTimes ? flag.times : 0) | (hasCounts ? flag.counts : 0) | (hasFeedback ? flag.feedback : 0);
  bytes.writeUInt32LE(flags, 4);
  bytes.writeUInt32LE(message.sender, 8);
  bytes.writeUInt32LE(message.sequence, 12);
  bytes.writeDoubleLE(message.clock, 16);
  bytes.writeDoubleLE(times[0] ?? Number.NaN, 24);
  bytes.writeUInt32LE(readings, 32);
  bytes.writeUInt32LE(declaredBytes, 36);
  [ids, values, ...(hasTimes ? [times] : []), ...(hasCounts ? [counts] : [])].forEach((column, index) => {
    new Float64Array(bytes.buffer, headerBytes + 8 * index * readings, readings).set(column);
  });
  bytes.write(declared, declaredAt);
  return bytes;
}

/** What a date can tell: an alert that starts at a later number could not be told. */
const mostMs = 8.64e15;
const isMoment = (ms: number): boolean => Math.abs(ms) <= mostMs;

/** Decodes what `encodeSamples` made; throws {@link UnreadableSamples} that says what was expected and what came. */
export function decodeSamples(bytes: Buffer): SamplesMessage {
  if (bytes.length < headerBytes)
    throw new UnreadableSamples(`expected a header of ${headerBytes} bytes, got ${bytes.length} bytes`);
  if (bytes.readUInt32LE(0) !== magic)
    throw new UnreadableSamples(`expected the mark of samples, got 0x${bytes.readUInt32LE(0).toString(16)}`);
  const flags = bytes.readUInt32LE(4);
  const readings = bytes.readUInt32LE(32);
  const declaredBytes = bytes.readUInt32LE(36);
  if (flags > allFlags || readings > mostReadings)
    throw new UnreadableSamples(
      `expected known flags and at most ${mostReadings} readings, got ${flags}, ${readings}`,
    );
  const columns = 2 + (flags & flag.times ? 1 : 0) + (flags & flag.counts ? 1 : 0);
  const declaredAt = headerBytes + 8 * columns * readings;
  if (bytes.length !== declaredAt + declaredBytes)
    throw new UnreadableSamples(`expected ${declaredAt + declaredBytes} bytes, got ${bytes.length}`);
  // A copy: doubles are read where they are aligned, and a record begins anywhere.
  const aligned = new Uint8Array(bytes.subarray(headerBytes, declaredAt)).buffer;
  let next = 0;
  const column = () => new Float64Array(aligned, 8 * readings * next++, readings);
  const ids = column();
  const values = column();
  const times = flags & flag.times ? column() : new Float64Array(readings).fill(bytes.readDoubleLE(24));
  const counts = flags & flag.counts ? column() : new Float64Array(readings).fill(Number.NaN);
  const clock = bytes.readDoubleLE(16);
  if (!times.every(isMoment) || !(Number.isNaN(clock) || isMoment(clock)))
    throw new UnreadableSamples('expected times in epoch ms, got a time that no calendar has');
  return {
    sender: bytes.readUInt32LE(8),
    sequence: bytes.readUInt32LE(12),
    ...toldIn(bytes.toString('utf8', declaredAt), (flags & flag.feedback) !== 0),
    ids,
    times,
    values,
    counts,
    clock,
  };
}

function toldIn(text: string, hasFeedback: boolean): Pick<SamplesMessage, 'declarations' | 'feedback'> {
  if (!hasFeedback) return { declarations: text === '' ? [] : declarationsOf(jsonOf(text)), feedback: [] };
  const { declarations, feedback } = (jsonOf(text) ?? {}) as Record<string, unknown>;
  const said = z.array(Feedback).safeParse(feedback);
  if (!said.success)
    throw new UnreadableSamples(
      `expected feedback, got some whose ${said.error.issues[0]?.path.join('.')} is wrong`,
    );
  return { declarations: declarationsOf(declarations), feedback: said.data };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableSamples('expected declarations as JSON, got something else', { cause });
  }
}

function declarationsOf(parsed: unknown): Declaration[] {
  if (!Array.isArray(parsed))
    throw new UnreadableSamples('expected a list of declarations, got something else');
  return parsed.map((each) => {
    const series = Series.safeParse((each as Declaration | null)?.series);
    if (!series.success)
      throw new UnreadableSamples(
        `expected a series, got one whose ${series.error.issues[0]?.path.join('.')} is wrong`,
      );
    return { series: series.data, isJudged: (each as Declaration).isJudged !== false };
  });
}

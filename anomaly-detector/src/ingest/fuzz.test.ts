import { gzipSync } from 'node:zlib';
import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { everyKind, otlpBody } from '../../test/otlp-body.ts';
import { randomSource } from '../../test/random.ts';
import { RecordedLearning } from '../../test/recorded-learning.ts';
import { type ToWrite, writeRequest, writeRequest2 } from '../../test/write-body.ts';
import { IngestError } from './ingest-error.ts';
import { parsePrometheusText } from './prometheus-text.ts';
import { Push } from './push.ts';
import { usualLimits } from './series/limits.ts';
import type { Outcome } from './series/refusal.ts';
import { gunzip } from './wire/gunzip.ts';
import { decompressSnappy } from './wire/snappy-block.ts';

/** More cases than a suite has time for: `BREAKWATER_FUZZ_CASES=200000 npx vitest run --project unit ingest/fuzz`. */
const cases = Number(process.env.BREAKWATER_FUZZ_CASES ?? 1_500);
const seed = Number(process.env.BREAKWATER_FUZZ_SEED ?? 5);
const t0 = 1_795_226_400_000;
const mostBytes = 1 << 20;

const series: ToWrite[] = [
  {
    labels: { __name__: 'cpu', host: 'a' },
    samples: [
      [t0, 0.5],
      [t0 + 1000, Number.NaN],
    ],
  },
  {
    labels: { __name__: 'jobs_total', job: 'x' },
    samples: [[t0, 7]],
    type: 1,
    unit: 'seconds',
    createdAt: t0 - 1,
  },
  ...['0.1', '+Inf'].map((le): ToWrite => ({ labels: { __name__: 'd_bucket', le }, samples: [[t0, 3]] })),
  { labels: { __name__: 'http_server_request_duration_seconds_count', service: 's' }, samples: [[t0, 3]] },
  {
    labels: { __name__: 'rpc_seconds' },
    samples: [],
    histograms: [
      {
        ...{ timestamp: t0, schema: 3, countInt: 9, sum: 1, zeroThreshold: 0.001, zeroCountInt: 2 },
        ...{
          positiveSpans: [
            { offset: -2, length: 2 },
            { offset: 3, length: 1 },
          ],
          positiveDeltas: [1, 2, -1],
        },
      },
    ],
  },
];
const text = [
  '# TYPE a counter',
  'a_total{b="c\\"d",e="f"} 5 1795226400000',
  'h_bucket{le="+Inf"} NaN',
  'g -Inf # {trace_id="1"} 3',
  '',
].join('\n');

/** Some bytes of a valid body changed, cut, doubled or put elsewhere; now and then nothing but chance. */
function mutated(valid: Uint8Array, random: () => number): Uint8Array {
  const any = (most: number) => Math.floor(random() * most);
  if (random() < 0.05) return Uint8Array.from({ length: any(200) }, () => any(256));
  let bytes = Buffer.from(valid);
  for (let hits = 1 + any(4); hits > 0; hits -= 1) {
    const at = any(bytes.length);
    const kind = any(5);
    if (kind === 0) bytes = bytes.subarray(0, at);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(any(bytes.length))]);
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes]);
    else if (bytes.length > 0) bytes[at] = kind === 3 ? 0xff : any(256);
  }
  return bytes;
}

/** Either a result or an error with a code; tells which. */
async function outcomeOf(work: () => unknown): Promise<string> {
  try {
    await work();
    return 'read';
  } catch (error) {
    if (error instanceof IngestError) return error.code;
    throw error;
  }
}

describe('whatever bytes come', () => {
  const limits = {
    ...usualLimits,
    seriesPerTenant: 50,
    samplesPerRequest: 200,
    bodyBytesDecompressed: mostBytes,
  };
  const learning = new RecordedLearning();
  const push = new Push(limits, learning, () => 1);
  const check = (outcome: Outcome) => {
    expect(outcome.samples + outcome.histograms + outcome.refusedCount).toBeLessThanOrEqual(400);
  };
  const encoded = (body: Uint8Array) => snappy.compress(body);
  const decoders: [string, Uint8Array, (bytes: Uint8Array) => unknown][] = [
    [
      'a snappy block',
      encoded(writeRequest(series)),
      (bytes) => expect(decompressSnappy(bytes, mostBytes).length).toBeLessThanOrEqual(mostBytes),
    ],
    [
      'a remote write 1.0',
      writeRequest(series),
      (bytes) => check(push.remoteWrite(encoded(bytes), 'prometheus.WriteRequest', undefined, t0)),
    ],
    [
      'a remote write 2.0',
      writeRequest2(series),
      (bytes) => check(push.remoteWrite(encoded(bytes), 'io.prometheus.write.v2.Request', undefined, t0)),
    ],
    [
      'an OTLP export',
      otlpBody(everyKind(t0)),
      (bytes) => check(push.otlp(bytes, 'protobuf', undefined, t0)),
    ],
    [
      'an OTLP export in JSON',
      Buffer.from(JSON.stringify(everyKind(t0))),
      (bytes) => check(push.otlp(bytes, 'json', undefined, t0)),
    ],
    [
      'a gzip body',
      gzipSync(otlpBody(everyKind(t0))),
      async (bytes) => {
        check(push.otlp(await gunzip(bytes, mostBytes), 'protobuf', undefined, t0));
      },
    ],
    [
      'the text of a scrape',
      Buffer.from(text),
      (bytes) => void parsePrometheusText(Buffer.from(bytes).toString()),
    ],
  ];

  it.each(decoders)('%s is read or refused with a code', async (_, valid, read) => {
    expect(await outcomeOf(() => read(valid))).toBe('read');
    const random = randomSource(seed);
    const seen = new Map<string, number>();
    for (let run = 0; run < cases; run += 1) {
      const found = await outcomeOf(() => read(mutated(valid, random)));
      seen.set(found, (seen.get(found) ?? 0) + 1);
    }
    expect([...seen.values()].reduce((sum, many) => sum + many, 0)).toBe(cases);
    expect(seen.size).toBeGreaterThan(1);
  });

  it('what is learnt stays finite or missing, and bounded', () => {
    expect(push.seriesCount).toBeLessThanOrEqual(50);
    const values = [...learning.rows.values()].flat().map(({ value }) => value);
    expect(values.length).toBeGreaterThan(0);
    expect(
      values.filter((value) => value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY),
    ).toEqual([]);
  });
});

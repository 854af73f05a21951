import snappy from 'snappyjs';
import { describe, expect, it } from 'vitest';
import { RecordedLearning } from '../../test/recorded-learning.ts';
import {
  type ToWrite,
  withStaleMarker,
  writeBody,
  writeBody2,
  writeRequest,
  writeRequest2,
} from '../../test/write-body.ts';
import { IngestError } from './ingest-error.ts';
import { Push, type RemoteWriteMessage } from './push.ts';
import { type Limits, usualLimits } from './series/limits.ts';

const t0 = 1_795_226_400_000;
const v1 = 'prometheus.WriteRequest';
const v2 = 'io.prometheus.write.v2.Request';
const versions = [
  ['1.0', v1, writeRequest],
  ['2.0', v2, writeRequest2],
] as const;
const cpu = (at: number, value: number): ToWrite => ({
  labels: { __name__: 'cpu_temperature', host: 'a' },
  samples: [[at, value]],
});
const cpuKey = 'cpu_temperature{host="a"}';

function pushing(limits: Partial<Limits> = {}) {
  const learning = new RecordedLearning();
  const push = new Push({ ...usualLimits, ...limits }, learning, () => 7);
  const write = (message: Uint8Array, version: RemoteWriteMessage = v1, now = t0, tenant?: string) =>
    push.remoteWrite(snappy.compress(message), version, tenant, now);
  return { learning, push, write };
}

const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    expect(error).toBeInstanceOf(IngestError);
    return (error as IngestError).code;
  }
};

describe.each(versions)('remote write %s', (_, version, encode) => {
  it('learns a gauge as it is', () => {
    const { learning, write } = pushing();
    for (let n = 0; n < 3; n += 1) write(encode([cpu(t0 + n * 15_000, 40 + n)]), version, t0 + n * 15_000);
    expect(learning.values(cpuKey)).toEqual([40, 41, 42]);
    expect(learning.handles.get(cpuKey)?.series).toMatchObject({
      service: 'unknown',
      unit: '',
      worse: 'both',
    });
  });

  it('learns a counter as its growth per second, and one that begins anew as what it counted since', () => {
    const { learning, write } = pushing();
    const counter = (at: number, value: number): ToWrite => ({
      labels: { __name__: 'jobs_total', job: 'x' },
      samples: [[at, value]],
    });
    for (const [n, value] of [10, 25, 40, 5].entries())
      write(encode([counter(t0 + n * 10_000, value)]), version, t0 + n * 10_000);
    expect(learning.values('rate(jobs_total{job="x"})')).toEqual([1.5, 1.5, 0.5]);
    expect(learning.handles.get('rate(jobs_total{job="x"})')?.series).toMatchObject({
      service: 'x',
      unit: '1/s',
    });
  });

  it('learns the quantiles of a classic histogram from what its buckets have gained', () => {
    const { learning, write } = pushing();
    const buckets = (at: number, counts: number[]): ToWrite[] =>
      ['0.1', '1', '+Inf'].map((le, index) => ({
        labels: { __name__: 'job_duration_seconds_bucket', le },
        samples: [[at, counts[index]!]],
      }));
    write(encode(buckets(t0, [5, 9, 10])), version);
    // The buckets of one scrape come in two requests.
    const [first, ...rest] = buckets(t0 + 15_000, [15, 29, 30]);
    write(encode([first!]), version, t0 + 15_000);
    write(encode(rest), version, t0 + 15_050);
    const [median] = learning.rows.get('p50(job_duration_seconds{})')!;
    expect(median).toEqual({ at: t0 + 15_000, value: expect.closeTo(0.1, 9), count: 20 });
    expect(learning.values('p95(job_duration_seconds{})')).toEqual([expect.closeTo(0.91, 9)]);
    expect(learning.handles.get('p95(job_duration_seconds{})')?.series).toMatchObject({
      ...{ unit: 's', signal: 'latency', worse: 'up' },
    });
  });

  it('takes a classic histogram as whole after a while, and what comes later for nothing', () => {
    const { learning, push, write } = pushing();
    const bucket = (le: string, at: number, value: number) =>
      encode([{ labels: { __name__: 'd_bucket', le }, samples: [[at, value]] }]);
    for (const [n, at] of [t0, t0 + 15_000, t0 + 30_000].entries()) {
      write(bucket('1', at, 10 * n), version, at);
      push.flush(at + 5_000);
      // The other bucket is known from the second round on, and always late.
      write(bucket('+Inf', at, 20 * n), version, at + 6_000);
    }
    expect(learning.values('p50(d{})')).toEqual([0.5, 0.5]);
  });

  it('learns quantiles and growth of native histograms, integer and float', () => {
    const { learning, write } = pushing();
    const native = (at: number, more: Record<string, unknown>): ToWrite => ({
      labels: { __name__: 'rpc_seconds' },
      samples: [],
      histograms: [{ timestamp: at, schema: 0, zeroThreshold: 0.001, sum: 1, ...more }],
    });
    const integer = (at: number, many: number) =>
      native(at, {
        countInt: many,
        positiveSpans: [{ offset: 0, length: 2 }],
        positiveDeltas: [many / 2, 0],
      });
    write(encode([integer(t0, 100)]), version);
    const outcome = write(encode([integer(t0 + 10_000, 140)]), version, t0 + 10_000);
    expect([outcome.samples, outcome.histograms]).toEqual([0, 1]);
    // Buckets (0.5, 1] and (1, 2], twenty more in each.
    expect(learning.values('p50(rpc_seconds{})')).toEqual([1]);
    expect(learning.values('p95(rpc_seconds{})')).toEqual([expect.closeTo(1.9, 9)]);
    expect(learning.values('rate(rpc_seconds_count{})')).toEqual([4]);
    const float = { countFloat: 200, positiveSpans: [{ offset: 0, length: 2 }], positiveCounts: [100, 100] };
    write(encode([native(t0 + 20_000, float)]), version, t0 + 20_000);
    expect(learning.values('rate(rpc_seconds_count{})')).toEqual([4, 6]);
  });

  it('learns native histograms with bounds of their own', () => {
    const { learning, write } = pushing();
    const custom = (at: number, many: number): ToWrite => ({
      labels: { __name__: 'rpc_seconds' },
      samples: [],
      histograms: [
        {
          ...{ timestamp: at, schema: -53, countInt: many, customValues: [0.1, 0.2, 0.4] },
          ...{ positiveSpans: [{ offset: 1, length: 1 }], positiveDeltas: [many] },
        },
      ],
    });
    write(encode([custom(t0, 10)]), version);
    write(encode([custom(t0 + 10_000, 20)]), version, t0 + 10_000);
    expect(learning.values('p50(rpc_seconds{})')).toEqual([expect.closeTo(0.15, 9)]);
  });

  it('ends a series at a stale marker: nothing is learnt of it, and what follows is not compared with before', () => {
    const { learning, write } = pushing();
    const body = (value: number, at: number) =>
      encode([cpu(at, value), { labels: { __name__: 'jobs_total' }, samples: [[at, value]] }]);
    write(body(100, t0), version);
    const stale = withStaleMarker(withStaleMarker(body(77.5, t0 + 1000), 77.5), 77.5);
    const outcome = write(stale, version, t0 + 1000);
    write(body(300, t0 + 2000), version, t0 + 2000);
    write(body(310, t0 + 3000), version, t0 + 3000);
    expect(outcome).toMatchObject({ samples: 2, refused: {}, passedOver: { stale: 2 } });
    expect(learning.values(cpuKey)).toEqual([100, 300, 310]);
    expect(learning.paused).toEqual([cpuKey, 'rate(jobs_total{})']);
    expect(learning.values('rate(jobs_total{})')).toEqual([10]);
  });

  it('takes a series that changes its type for the type that it had first', () => {
    const { learning, write } = pushing();
    write(encode([cpu(t0, 40)]), version);
    const other = { ...cpu(t0, 0), samples: [], histograms: [{ timestamp: t0 + 1000, schema: 0 }] };
    expect(write(encode([other]), version, t0 + 1000).refused).toEqual({ type_changed: 1 });
    write(encode([cpu(t0 + 2000, 41)]), version, t0 + 2000);
    expect(learning.values(cpuKey)).toEqual([40, 41]);
  });

  it.each([
    ['out of order', t0 - 1, 5, { refused: { out_of_order: 1 } }],
    ['another value for a known time', t0, 5, { refused: { duplicate: 1 } }],
    ['the same again', t0, 40, { refused: {}, passedOver: { repeated: 1 } }],
    ['from the future', t0 + 61_000, 5, { refused: { future: 1 } }],
    ['from long ago', t0 - 3_600_001, 5, { refused: { too_old: 1 } }],
    ['NaN', t0 + 1, Number.NaN, { refused: {}, passedOver: { not_a_number: 1 } }],
    ['infinite', t0 + 1, Number.POSITIVE_INFINITY, { refused: {}, passedOver: { infinite: 1 } }],
  ])('learns nothing of a sample that is %s, and counts it', (_name, at, value, expected) => {
    const { learning, write } = pushing();
    write(encode([cpu(t0, 40)]), version);
    expect(write(encode([cpu(at, value)]), version)).toMatchObject(expected);
    expect(learning.values(cpuKey)).toEqual([40]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['without a name', { a: 'b' }, 'label_invalid'],
    [
      'with too many labels',
      Object.fromEntries(Array.from({ length: 50 }, (_v, i) => [`l${i}`, 'x'])),
      'label_limit',
    ],
    ['with a name without end', { __name__: 'x'.repeat(5000) }, 'label_limit'],
    ['with a label name without end', { __name__: 'x', ['y'.repeat(300)]: 'z' }, 'label_limit'],
  ])('refuses a series %s and takes the others', (_name, labels, reason) => {
    const { learning, push, write } = pushing();
    const outcome = write(encode([{ labels, samples: [[t0, 1]] }, cpu(t0, 40)]), version);
    expect(outcome).toMatchObject({ samples: 1, refused: { [reason]: 1 } });
    expect(learning.values(cpuKey)).toEqual([40]);
    expect(push.seriesCount).toBe(1);
  });

  it('still takes the known series where a tenant has as many as it may, and tells how many were refused', () => {
    const { learning, push, write } = pushing({ seriesPerTenant: 3 });
    const many = (at: number, from: number) =>
      encode(
        Array.from({ length: 4 }, (_v, i) => ({ labels: { __name__: `m${from + i}` }, samples: [[at, i]] })),
      );
    expect(write(many(t0, 0), version)).toMatchObject({ samples: 3, refused: { series_limit: 1 } });
    for (let round = 1; round < 50; round += 1) write(many(t0 + round, round * 10), version);
    expect(write(many(t0 + 1000, 0), version)).toMatchObject({ samples: 3, refused: { series_limit: 1 } });
    expect(push.seriesCount).toBe(3);
    expect(learning.handles.size).toBe(3);
  });

  it.each<[string, Partial<Limits>, ToWrite, string]>([
    [
      'new series',
      { seriesPerTenant: 0 },
      cpu(t0, 1),
      'that has 0, as many as it may: raise BREAKWATER_SERIES_PER_TENANT or send fewer (first: cpu_temperature{host="a"}, 2 labels)',
    ],
    [
      'labels',
      { labels: 6 },
      {
        labels: { __name__: 'm', a: '1', b: '2', c: '3', d: '4', e: '5', f: '6' },
        samples: [[t0, 1]],
      },
      'more than 6 labels (BREAKWATER_LABELS_PER_SERIES)',
    ],
    [
      'bytes of a value',
      { labelValueBytes: 9 },
      { labels: { __name__: 'm', path: 'x'.repeat(70) }, samples: [[t0, 1]] },
      `(first: m{path="${'x'.repeat(60)}…"}, 2 labels, 70 bytes in the value of path)`,
    ],
    [
      'bytes of a name',
      { labelNameBytes: 9 },
      { labels: { __name__: 'm', long_label: 'x' }, samples: [[t0, 1]] },
      '10 bytes in the name of long_label',
    ],
    [
      'time to come',
      {},
      cpu(t0 + 61_000, 1),
      'or raise BREAKWATER_SAMPLE_FUTURE_MS (first: cpu_temperature{host="a"})',
    ],
    [
      'time past',
      { ageMs: 5_000 },
      cpu(t0 - 6_000, 1),
      'a time more than 5 s ago, too long to judge it by: send sooner, or raise BREAKWATER_SAMPLE_AGE_MS',
    ],
  ])(
    'names the series that has too much of %s, the limit, and how to raise it',
    (_name, limits, series, words) => {
      const { write } = pushing(limits);
      expect(write(encode([series]), version).sentence).toContain(words);
    },
  );

  it('learns nothing of a message that is cut off', () => {
    const { learning, write } = pushing();
    const message = encode([cpu(t0, 1), cpu(t0 + 1000, 2)]);
    expect(codeOf(() => write(message.subarray(0, message.length - 3), version, t0 + 1000))).toBe(
      'protobuf_malformed',
    );
    expect(learning.rows.size).toBe(0);
  });
});

describe('Push', () => {
  it('knows a series by its labels, in whichever version it comes', () => {
    const { learning, push, write } = pushing();
    write(writeRequest([cpu(t0, 1)]), v1);
    write(writeRequest2([cpu(t0 + 1000, 2)]), v2, t0 + 1000);
    expect(learning.values(cpuKey)).toEqual([1, 2]);
    expect(push.seriesCount).toBe(1);
  });

  it('goes by the type and unit that version 2.0 tells', () => {
    const { learning, write } = pushing();
    const gauge = { ...cpu(t0, 1), labels: { __name__: 'open_total' }, type: 2, unit: 'bytes' };
    write(writeRequest2([gauge]), v2);
    expect(learning.handles.get('open_total{}')?.series.unit).toBe('By');
  });

  it('sees by the time of its start that a counter has begun anew, though it is higher than before', () => {
    const { learning, write } = pushing();
    const counter = (at: number, value: number, createdAt: number): ToWrite => ({
      ...{ labels: { __name__: 'jobs_total' }, samples: [[at, value]], createdAt },
    });
    write(writeRequest2([counter(t0, 100, t0 - 50_000)]), v2);
    write(writeRequest2([counter(t0 + 10_000, 120, t0 + 5_000)]), v2, t0 + 10_000);
    expect(learning.values('rate(jobs_total{})')).toEqual([12]);
  });

  it('finds labels that do not lie together', () => {
    const { learning, write } = pushing();
    const [label, sample] = [
      writeRequest([{ ...cpu(t0, 3), samples: [] }]),
      writeRequest([{ labels: {}, samples: [[t0, 3]] }]),
    ];
    const [inner, middle] = [label.subarray(2), sample.subarray(2)];
    const cut = 2 + inner[1]!;
    const series = Buffer.concat([inner.subarray(0, cut), middle, inner.subarray(cut)]);
    write(Buffer.concat([Buffer.from([0x0a, series.length]), series]));
    expect(learning.values(cpuKey)).toEqual([3]);
  });

  it.each([
    ['cut snappy', writeBody([cpu(t0, 1)]).subarray(0, 10), v1, 'snappy_malformed'],
    ['an empty body', new Uint8Array(0), v1, 'snappy_malformed'],
    ['bare protobuf', writeRequest([cpu(t0, 1)]), v1, 'snappy_malformed'],
    ['text in snappy', snappy.compress(new TextEncoder().encode('hello there')), v1, 'protobuf_malformed'],
    [
      'a reference to no symbol',
      writeBody2([cpu(t0, 1)]).map((b, i, all) => (i === all.length - 1 ? 0xff : b)),
      v2,
      'none',
    ],
    [
      'a header that promises gigabytes',
      new Uint8Array([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0]),
      v1,
      'body_too_large',
    ],
  ] as const)('refuses %s with a stable code', (name, body, version, code) => {
    const { push } = pushing();
    const found = codeOf(() => push.remoteWrite(body, version, undefined, t0));
    if (name === 'a reference to no symbol') expect(['none', 'protobuf_malformed']).toContain(found);
    else expect(found).toBe(code);
  });

  it('names the limit of what a body may come to, and how to raise it', () => {
    const { write } = pushing({ bodyBytesDecompressed: 20 });
    expect(() => write(writeRequest([cpu(t0, 1)]))).toThrow(
      /at most 20 bytes once decompressed, .* or raise BREAKWATER_BODY_BYTES_DECOMPRESSED/,
    );
  });

  it('refuses more samples than one request may have', () => {
    const { write } = pushing({ samplesPerRequest: 2 });
    expect(codeOf(() => write(writeRequest([1, 2, 3].map((n) => cpu(t0 + n, n)))))).toBe('sample_limit');
  });

  it('keeps tenants apart, and has only so many', () => {
    const { learning, push, write } = pushing({ tenants: 2 });
    write(writeRequest([cpu(t0, 1)]), v1);
    write(writeRequest([cpu(t0, 2)]), v1, t0, 'acme');
    expect(learning.values(cpuKey)).toEqual([1]);
    expect(learning.values(`acme/${cpuKey}`)).toEqual([2]);
    expect(learning.handles.get(`acme/${cpuKey}`)?.series.service).toBe('acme/unknown');
    expect(codeOf(() => write(writeRequest([cpu(t0, 3)]), v1, t0, 'other'))).toBe('tenant_limit');
    expect(codeOf(() => write(writeRequest([cpu(t0, 3)]), v1, t0, '../x'))).toBe('tenant_invalid');
    expect(push.seriesCount).toBe(2);
  });

  it('forgets what has been silent for long, and is then open to others', () => {
    const { learning, push, write } = pushing({ seriesPerTenant: 2, forgetAfterMs: 60_000 });
    write(writeRequest([cpu(t0, 1), { labels: { __name__: 'm' }, samples: [[t0, 1]] }]));
    write(writeRequest([cpu(t0 + 50_000, 1)]), v1, t0 + 50_000);
    push.forget(t0 + 70_000);
    expect([push.seriesCount, learning.forgotten]).toEqual([1, ['m{}']]);
    write(writeRequest([cpu(t0 + 80_000, 5)]), v1, t0 + 80_000);
    expect(learning.values(cpuKey)).toEqual([1, 1, 5]);
    push.forget(t0 + 900_000);
    expect(push.seriesCount).toBe(0);
  });

  it('lets an idle series make room for a new one at the limit', () => {
    const { push, write } = pushing({ seriesPerTenant: 1 });
    write(writeRequest([cpu(t0, 1)]));
    const other = (at: number): ToWrite => ({ labels: { __name__: 'm' }, samples: [[at, 1]] });
    expect(write(writeRequest([other(t0 + 1)]), v1, t0 + 1).refused).toEqual({ series_limit: 1 });
    expect(write(writeRequest([other(t0 + 1_000_000)]), v1, t0 + 1_000_000).refused).toEqual({});
    expect(push.seriesCount).toBe(1);
  });
});

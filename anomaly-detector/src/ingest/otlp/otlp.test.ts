import { describe, expect, it } from 'vitest';
import { everyKind, otlpBody } from '../../../test/otlp-body.ts';
import { RecordedLearning } from '../../../test/recorded-learning.ts';
import { Push } from '../push.ts';
import { usualLimits } from '../series/limits.ts';

const t0 = 1_795_226_400_000;
const labels = 'more="[[\\"k\\",\\"v\\"]]",port="443",service="shop",tags="[true,0.5]",zone="a"';

function pushing() {
  const learning = new RecordedLearning();
  const push = new Push(usualLimits, learning, () => 7);
  return {
    learning,
    push,
    protobuf: (request: Record<string, unknown>, now: number) =>
      push.otlp(otlpBody(request), 'protobuf', undefined, now),
    json: (request: Record<string, unknown>, now: number) =>
      push.otlp(Buffer.from(JSON.stringify(request)), 'json', undefined, now),
  };
}

describe('an OTLP export', () => {
  it('in protobuf has every kind of metric learnt', () => {
    const { learning, protobuf } = pushing();
    for (let n = 0; n < 3; n += 1) {
      const at = t0 + n * 10_000;
      expect(protobuf(everyKind(at), at)).toMatchObject({ samples: 5, histograms: 2, refused: {} });
    }
    expect(learning.values(`room_temperature_celsius{${labels}}`)).toEqual([21.5, 21.5, 21.5]);
    expect(learning.values(`rate(jobs_total{${labels}})`)).toEqual([3, 3]);
    const [p50] = learning.values(`p50(rpc_duration_milliseconds{${labels}})`);
    expect(p50).toBeGreaterThanOrEqual(2 ** (4 / 4));
    expect(p50).toBeLessThan(2 ** (5 / 4));
    expect(learning.values(`rate(rpc_duration_milliseconds_count{${labels}})`)).toEqual([0.6, 0.6]);
    const quantile = labels.replace('service=', 'quantile="0.5",service=');
    expect(learning.values(`gc_pause_seconds{${quantile}}`)).toEqual([0.25, 0.25, 0.25]);
  });

  it('in JSON gives the same numbers', () => {
    const [binary, text] = [pushing(), pushing()];
    for (let n = 0; n < 3; n += 1) {
      binary.protobuf(everyKind(t0 + n * 10_000), t0 + n * 10_000);
      text.json(everyKind(t0 + n * 10_000), t0 + n * 10_000);
    }
    const numbers = ({ rows }: RecordedLearning) =>
      [...rows].map(([key, values]) => [key.replace(/\{.*\}/, ''), values]).sort();
    expect(numbers(text.learning)).toEqual(numbers(binary.learning));
  });

  it('ends a series where a point says that it has no value', () => {
    const { learning, protobuf } = pushing();
    const gauge = (at: number, flags: number) => ({
      resourceMetrics: [
        {
          scopeMetrics: [
            {
              metrics: [
                { name: 'g', gauge: { dataPoints: [{ timeUnixNano: `${at}000000`, asDouble: 1, flags }] } },
              ],
            },
          ],
        },
      ],
    });
    protobuf(gauge(t0, 0), t0);
    expect(protobuf(gauge(t0 + 1000, 1), t0 + 1000).passedOver).toEqual({ stale: 1 });
    expect(learning.paused).toEqual(['g{service="unknown_service"}']);
  });

  it('with values nested without end is refused, in both encodings', () => {
    const { push } = pushing();
    const depth = 200_000;
    const value = `${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}`;
    const json = `{"resourceMetrics":[{"resource":{"attributes":[{"key":"a","value":${value}}]}}]}`;
    expect(() => push.otlp(Buffer.from(json), 'json', undefined, t0)).toThrow('expected');
    let any: Record<string, unknown> = { boolValue: true };
    for (let level = 0; level < 10; level += 1) any = { arrayValue: { values: [any] } };
    const resourceMetrics = [{ resource: { attributes: [{ key: 'a', value: any }] } }];
    expect(() => push.otlp(otlpBody({ resourceMetrics }), 'protobuf', undefined, t0)).toThrow('levels');
  });

  it('has histograms refused whose bounds and counts do not fit together', () => {
    const { protobuf } = pushing();
    const dataPoints = [{ timeUnixNano: `${t0}000000`, bucketCounts: [1, 2], explicitBounds: [1, 2, 3] }];
    const metrics = [{ name: 'h', histogram: { dataPoints, aggregationTemporality: 2 } }];
    expect(protobuf({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }, t0).refused).toEqual({
      histogram_malformed: 1,
    });
  });
});

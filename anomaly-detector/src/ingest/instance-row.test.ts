import { describe, expect, it } from 'vitest';
import { p95Of } from './call-stats.ts';
import { InstanceReader } from './instance-row.ts';
import { parsePrometheusText } from './prometheus-text.ts';

type Exposed = {
  ok: number;
  failed: number;
  slow: number;
  peerOk?: number;
  peerTimeout?: number;
  startedAt?: number;
  refused?: number;
};

const guardLines = (
  refused: number,
) => `flag_guard_calls_total{guard="r",dependency="recommendation",outcome="success"} 900
flag_guard_calls_total{guard="r",dependency="recommendation",outcome="breaker_open"} ${refused}
flag_guard_calls_total{guard="r",dependency="recommendation",outcome="killed"} ${refused}
`;

/** A page as a service exposes it: fast requests below 25 ms, slow ones below 500 ms. */
function page({ ok, failed, slow, peerOk = 0, peerTimeout = 0, startedAt = 1000, refused }: Exposed) {
  const fast = ok + failed - slow;
  return parsePrometheusText(`process_start_time_seconds ${startedAt}
nodejs_eventloop_lag_p90_seconds 0.012
bus_consumer_lag_seconds{topic="commerce.orders.v1"} 0.5
bus_consumer_lag_seconds{topic="commerce.stock.v1"} 2
http_server_request_duration_seconds_bucket{route="/x",status="200",le="0.025"} ${fast}
http_server_request_duration_seconds_bucket{route="/x",status="200",le="0.5"} ${ok + failed}
http_server_request_duration_seconds_bucket{route="/x",status="200",le="+Inf"} ${ok + failed}
http_server_request_duration_seconds_count{route="/x",status="200"} ${ok}
http_server_request_duration_seconds_count{route="/x",status="404"} 0
http_server_request_duration_seconds_count{route="/x",status="503"} ${failed}
http_client_request_duration_seconds_count{peer="recommendation",status="200"} ${peerOk}
http_client_request_duration_seconds_count{peer="recommendation",status="timeout"} ${peerTimeout}
${refused === undefined ? '' : guardLines(refused)}`);
}

describe('InstanceReader', () => {
  it('counts calls that an open breaker kept back, and none that a kill did', () => {
    const reader = new InstanceReader();
    const pageOf = (refused: number) => page({ ok: 900, failed: 0, slow: 0, refused });
    reader.read(pageOf(5), 2_000_000);
    expect(reader.read(pageOf(25), 2_002_000)!.out.get('recommendation')).toMatchObject({
      refused: 20,
      requests: 0,
    });
  });

  it('gives no row for the first scrape', () => {
    expect(new InstanceReader().read(page({ ok: 900, failed: 0, slow: 0 }), 2_000_000)).toBeNull();
  });

  it('counts requests, failures, rate and durations between two scrapes', () => {
    const reader = new InstanceReader();
    reader.read(page({ ok: 900, failed: 10, slow: 0 }), 2_000_000);
    const row = reader.read(page({ ok: 960, failed: 30, slow: 8, peerOk: 12, peerTimeout: 4 }), 2_002_000)!;
    expect(row.in).toMatchObject({ requests: 80, errors: 20, perSecond: 40 });
    expect(p95Of(row.in)).toBeCloseTo(0.025 + (0.475 * 4) / 8, 9);
    expect(row.out.get('recommendation')).toMatchObject({ requests: 16, errors: 4 });
    expect(row.isYoung).toBe(false);
    expect(row.out.get('recommendation')!.refused).toBe(0);
  });

  it('takes the largest of several gauges of a name', () => {
    const reader = new InstanceReader();
    reader.read(page({ ok: 1, failed: 0, slow: 0 }), 2_000_000);
    const row = reader.read(page({ ok: 2, failed: 0, slow: 0 }), 2_002_000)!;
    expect(Object.fromEntries(row.self)).toEqual({ event_loop_lag: 0.012, bus_consumer_lag_seconds: 2 });
  });

  it('counts from zero after a restart, even where the counter has overtaken its old value', () => {
    const reader = new InstanceReader();
    reader.read(page({ ok: 50, failed: 0, slow: 0 }), 2_000_000);
    const row = reader.read(page({ ok: 60, failed: 0, slow: 0, startedAt: 1995 }), 2_002_000)!;
    expect(row.in.requests).toBe(60);
    expect(row.isYoung).toBe(true);
  });
});

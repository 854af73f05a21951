import { expect, it } from 'vitest';
import { meaningOf } from './meaning.ts';

it.each([
  ['http_request_duration_seconds', 'histogram', '', 's', 'latency', 'up'],
  ['rpc_latency_milliseconds', 'gauge', '', 'ms', 'latency', 'up'],
  ['response_time', 'gauge', 'ms', 'ms', 'latency', 'up'],
  ['rest_duration', 'gauge', '', '', 'other', 'both'],
  ['job_failures_total', 'counter', '', '1/s', 'errors', 'up'],
  ['http_errors_total', 'counter', '', '1/s', 'errors', 'up'],
  ['error_ratio', 'gauge', '', '1', 'errors', 'up'],
  ['cache_hit_ratio', 'gauge', '', '1', 'availability', 'down'],
  ['up', 'gauge', '', '', 'availability', 'down'],
  ['startup_phase', 'gauge', '', '', 'other', 'both'],
  ['consumer_lag_seconds', 'gauge', '', 's', 'saturation', 'up'],
  ['process_cpu_seconds_total', 'counter', '', '1', 'saturation', 'up'],
  ['http_request_duration_seconds_sum', 'counter', '', '1', 'other', 'both'],
  ['http_request_duration_seconds_count', 'counter', '', '1/s', 'other', 'both'],
  ['network_bytes_total', 'counter', '', 'By/s', 'other', 'both'],
  ['memory', 'gauge', 'By', 'By', 'other', 'both'],
  ['open_files', 'gauge', '{file}', '', 'other', 'both'],
  ['billing_queue_size', 'gauge', '{job}', '', 'saturation', 'up'],
  ['billing_jobs_total', 'counter', '{job}', '1/s', 'other', 'both'],
  ['temperature_celsius', 'gauge', '', 'Cel', 'other', 'both'],
] as const)(
  '%s, a %s in "%s", is in "%s", tells of %s and is bad %s',
  (name, kind, told, unit, signal, worse) => {
    expect(meaningOf(name, kind, told)).toEqual({ unit, signal, worse });
  },
);

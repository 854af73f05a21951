import { expect, it } from 'vitest';
import { prometheusLabel, prometheusName } from './prometheus-name.ts';

it.each([
  ['http.server.request.duration', 's', 'other', 'http_server_request_duration_seconds'],
  ['jobs', '', 'counter', 'jobs_total'],
  ['jobs', '{job}', 'counter', 'jobs_total'],
  ['jobs.total', '', 'counter', 'jobs_total'],
  ['disk.read', 'By', 'counter', 'disk_read_bytes_total'],
  ['disk.read_bytes', 'By', 'counter', 'disk_read_bytes_total'],
  ['cpu.utilization', '1', 'gauge', 'cpu_utilization_ratio'],
  ['network.speed', 'By/s', 'gauge', 'network_speed_bytes_per_second'],
  ['queue.depth', '{item}', 'gauge', 'queue_depth'],
] as const)('%s in "%s", a %s, is %s', (name, unit, kind, expected) => {
  expect(prometheusName(name, unit, kind)).toBe(expected);
});

it('gives labels names that Prometheus takes', () => {
  expect(['http.route', '4xx', 'a b'].map(prometheusLabel)).toEqual(['http_route', 'key_4xx', 'a_b']);
});

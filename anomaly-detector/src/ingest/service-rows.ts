import type { Direction, Series } from '../contract/index.ts';
import type { Reading } from '../services/learner.ts';
import { addCalls, type CallStats, noCalls, p95Of } from './call-stats.ts';
import { type DerivedMetric, derivedSeries } from './derived-series.ts';
import type { InstanceRow } from './instance-row.ts';

/** What the instances of one service reported for one row; `targets` counts those that should have. */
export type ServiceRow = { service: string; targets: number; up: number; rows: readonly InstanceRow[] };

/** Derives the readings of services; remembers which peers and gauges a service has, so that silence is a row too. */
export class ServiceReader {
  #peers = new Map<string, Set<string>>();
  #gauges = new Map<string, Set<string>>();
  #series = new Map<string, Series>();

  /**
   * One reading per derived series of the service at `at` (epoch ms). A service of which nothing was heard has its
   * availability only: that it was not heard says nothing of its traffic.
   */
  read(row: ServiceRow, at: number): Reading[] {
    const { service, rows } = row;
    const availability = row.targets === 0 ? Number.NaN : row.up / row.targets;
    const readings = [this.#reading(service, 'self', '', 'up', at, availability, Number.NaN)];
    if (rows.length === 0) return readings;
    this.#readCalls(row, at, readings);
    for (const metric of this.#remember(
      this.#gauges,
      service,
      rows.flatMap((instance) => [...instance.self.keys()]),
    )) {
      const values = rows.map((instance) => instance.self.get(metric)).filter((value) => value !== undefined);
      const value = values.length === 0 ? Number.NaN : Math.max(...values);
      readings.push(this.#reading(service, 'self', '', metric as DerivedMetric, at, value, Number.NaN));
    }
    return readings;
  }

  /** Every call seen, for the topology. */
  peersOf(service: string): ReadonlySet<string> {
    return this.#peers.get(service) ?? new Set();
  }

  #readCalls({ service, rows }: ServiceRow, at: number, readings: Reading[]): void {
    readings.push(
      ...this.#callReadings(
        service,
        'in',
        '',
        rows.map((row) => [row, row.in]),
        at,
      ),
    );
    const peers = this.#remember(
      this.#peers,
      service,
      rows.flatMap((row) => [...row.out.keys()]),
    );
    for (const peer of peers) {
      const calls = rows.map((row): [InstanceRow, CallStats] => [row, row.out.get(peer) ?? noCalls()]);
      readings.push(...this.#callReadings(service, 'out', peer, calls, at));
    }
  }

  #callReadings(
    service: string,
    direction: Direction,
    peer: string,
    instances: readonly (readonly [InstanceRow, CallStats])[],
    at: number,
  ): Reading[] {
    const all = noCalls();
    const settled = noCalls();
    for (const [row, calls] of instances) {
      addCalls(all, calls);
      if (!row.isYoung) addCalls(settled, calls);
    }
    const attempts = all.requests + all.refused;
    const ratio = attempts > 0 ? (all.errors + all.refused) / attempts : Number.NaN;
    return [
      this.#reading(service, direction, peer, 'latency_p95', at, p95Of(settled), settled.requests),
      this.#reading(service, direction, peer, 'error_ratio', at, ratio, attempts),
      this.#reading(service, direction, peer, 'request_rate', at, all.perSecond, all.requests),
    ];
  }

  #reading(
    service: string,
    direction: Direction,
    peer: string,
    metric: DerivedMetric,
    at: number,
    value: number,
    count: number,
  ): Reading {
    const series = derivedSeries(service, direction, peer, metric);
    const known = this.#series.get(series.key) ?? series;
    this.#series.set(series.key, known);
    return { series: known, at, value, count };
  }

  #remember(into: Map<string, Set<string>>, service: string, names: readonly string[]): ReadonlySet<string> {
    const known = into.get(service) ?? new Set<string>();
    for (const name of names) known.add(name);
    into.set(service, known);
    return known;
  }
}

import { type CallStats, noCalls } from '../src/ingest/call-stats.ts';
import type { InstanceRow } from '../src/ingest/instance-row.ts';
import { ServiceReader } from '../src/ingest/service-rows.ts';
import type { Reading } from '../src/services/learner.ts';
import { normal, poisson, randomSource } from './random.ts';

/** What is wrong with a service at one moment. */
export type Trouble = { addedS: number; errorRatio: number; isDown: boolean };

/** What the shop is like at one moment; everything absent is healthy. */
export type Conditions = {
  requestsPerSecond?: number;
  trouble?: Record<string, Partial<Trouble>>;
  /** The gateway no longer calls recommendation. */
  isKilled?: boolean;
};

const calls: Record<string, Record<string, number>> = {
  gateway: { catalog: 0.6, recommendation: 0.5, order: 0.1 },
  order: { inventory: 1, payment: 0.8 },
  payment: { 'payment-gateway': 1 },
  catalog: {},
  recommendation: { catalog: 0.5 },
  inventory: {},
  'payment-gateway': {},
};
const medianS: Record<string, number> = {
  gateway: 0.004,
  catalog: 0.003,
  recommendation: 0.006,
  order: 0.012,
  inventory: 0.004,
  payment: 0.008,
  'payment-gateway': 0.03,
};
const bounds = [
  0.001,
  0.0025,
  0.005,
  0.01,
  0.025,
  0.05,
  0.1,
  0.25,
  0.5,
  1,
  2.5,
  5,
  10,
  Number.POSITIVE_INFINITY,
];
const order = ['payment-gateway', 'payment', 'inventory', 'order', 'catalog', 'recommendation', 'gateway'];
const timeoutS = 1;

/**
 * A shop on a busy two-core machine: heavy-tailed durations, pauses for garbage collection, bursts of a neighbour that
 * slow everything for some seconds, a cold start.
 */
export class SimulatedShop {
  #random: () => number;
  #reader = new ServiceReader();
  #intervalS: number;
  #rows = 0;
  #burstRows = 0;
  #burstFactor = 1;
  #extra: number;

  /** `tailShare` is the share of requests that take a Pareto-distributed multiple of the usual time. */
  constructor(seed: number, intervalS = 2, extra = 0.03) {
    this.#random = randomSource(seed);
    this.#intervalS = intervalS;
    this.#extra = extra;
  }

  /** The readings of the next row, which ends at `at` (epoch ms). */
  next(at: number, conditions: Conditions = {}): Reading[] {
    this.#rows += 1;
    this.#maybeBurst();
    const rate = conditions.requestsPerSecond ?? 40;
    const inbound = new Map<string, number[]>();
    const arrivals = this.#arrivals(rate, conditions.isKilled === true);
    const rows = new Map<string, InstanceRow>();
    for (const service of order) {
      rows.set(service, this.#serve(service, arrivals, inbound, conditions));
    }
    return order.flatMap((service) => {
      const isDown = conditions.trouble?.[service]?.isDown === true;
      return this.#reader.read(
        { service, targets: 1, up: isDown ? 0 : 1, rows: isDown ? [] : [rows.get(service)!] },
        at,
      );
    });
  }

  #maybeBurst(): void {
    if (this.#burstRows > 0) this.#burstRows -= 1;
    else if (this.#random() < this.#intervalS / 90) {
      this.#burstRows = Math.ceil((2 + 6 * this.#random()) / this.#intervalS);
      this.#burstFactor = 1.5 + 2.5 * this.#random();
    }
  }

  #arrivals(rate: number, isKilled: boolean): Map<string, number> {
    const arrivals = new Map<string, number>([['gateway', poisson(this.#random, rate * this.#intervalS)]]);
    for (const service of [...order].reverse()) {
      for (const [peer, share] of Object.entries(calls[service]!)) {
        if (isKilled && peer === 'recommendation') continue;
        const mean = (arrivals.get(service) ?? 0) * share;
        arrivals.set(peer, (arrivals.get(peer) ?? 0) + poisson(this.#random, mean));
      }
    }
    return arrivals;
  }

  /** Callees come first in `order`: their durations are known when their callers are served. */
  #serve(
    service: string,
    arrivals: ReadonlyMap<string, number>,
    inbound: Map<string, number[]>,
    conditions: Conditions,
  ): InstanceRow {
    const row: InstanceRow = { in: noCalls(), out: new Map(), self: new Map(), isYoung: false };
    const out = Object.keys(calls[service]!).map((peer) => ({
      peer,
      share: calls[service]![peer]!,
      pool: inbound.get(peer) ?? [],
    }));
    const durations: number[] = [];
    const pause = this.#random() < 0.06 ? 0.03 + 0.12 * this.#random() : 0;
    for (let i = 0; i < (arrivals.get(service) ?? 0); i += 1) {
      const trouble = conditions.trouble?.[service];
      const own =
        this.#duration(service) +
        (pause > 0 && this.#random() < pause / this.#intervalS ? pause * this.#random() : 0);
      let seconds = own + (trouble?.addedS ?? 0);
      let fails = this.#random() < (trouble?.errorRatio ?? 0);
      for (const { peer, share, pool } of out) {
        if (conditions.isKilled === true && peer === 'recommendation') continue;
        if (this.#random() > share) continue;
        const answer = this.#call(peer, pool, row, conditions);
        seconds += answer.seconds;
        // Every call has a fallback but the ones that an order needs.
        fails = fails || (answer.fails && service !== 'gateway');
      }
      durations.push(fails ? -seconds : seconds);
      record(row.in, seconds, fails, this.#intervalS);
    }
    row.self.set('event_loop_lag', 0.011 + 0.004 * Math.abs(normal(this.#random)) + pause / 2);
    inbound.set(service, durations);
    return row;
  }

  #call(peer: string, pool: readonly number[], row: InstanceRow, conditions: Conditions) {
    const isDown = conditions.trouble?.[peer]?.isDown === true;
    const drawn = pool.length === 0 ? this.#duration(peer) : pool[Math.floor(this.#random() * pool.length)]!;
    const raw = isDown ? -0.001 : drawn;
    const fails = raw < 0 || raw > timeoutS;
    const seconds = Math.min(timeoutS, Math.abs(raw)) + 0.0008;
    const stats = row.out.get(peer) ?? noCalls();
    row.out.set(peer, stats);
    record(stats, seconds, fails, this.#intervalS);
    return { seconds, fails };
  }

  #duration(service: string): number {
    const usual = medianS[service]! * Math.exp(0.5 * normal(this.#random));
    const tail = this.#random() < this.#extra ? Math.min(20, (1 - this.#random()) ** (-1 / 1.5)) : 1;
    const cold = 1 + 6 * Math.exp(-this.#rows / 6);
    return usual * tail * cold * (this.#burstRows > 0 ? this.#burstFactor : 1);
  }
}

function record(stats: CallStats, seconds: number, fails: boolean, intervalS: number): void {
  stats.requests += 1;
  stats.errors += fails ? 1 : 0;
  stats.perSecond = stats.requests / intervalS;
  for (const bound of bounds)
    stats.buckets.set(bound, (stats.buckets.get(bound) ?? 0) + (seconds <= bound ? 1 : 0));
}

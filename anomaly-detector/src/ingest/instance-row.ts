import { type CallStats, noCalls } from './call-stats.ts';
import { Counters } from './counter.ts';
import type { Sample } from './sample.ts';

/** What one instance did between two of its scrapes. */
export type InstanceRow = {
  in: CallStats;
  /** By peer. */
  out: Map<string, CallStats>;
  /** Gauges of the process: metric name to value, the largest where there are several. */
  self: Map<string, number>;
  /** The process started too recently for its durations to mean anything. */
  isYoung: boolean;
};

/** Seconds after its start in which a process is still compiling and connecting. */
const youngS = 10;
const server = 'http_server_request_duration_seconds';
const client = 'http_client_request_duration_seconds';
/** What guards make of their calls, of every guard that is made with our flag SDK. */
const guarded = 'flag_guard_calls_total';
const refusedOutcome = 'breaker_open';
const gauges: Record<string, string> = {
  nodejs_eventloop_lag_p90_seconds: 'event_loop_lag',
  bus_consumer_lag_seconds: 'bus_consumer_lag_seconds',
};

/** Turns the scrapes of one instance into rows. */
export class InstanceReader {
  #counters = new Counters();
  #startedAt = Number.NaN;
  #lastAt: number | null = null;

  /** The row since the last scrape; null for the first one. `at` in epoch ms. */
  read(samples: readonly Sample[], at: number): InstanceRow | null {
    const startedAt = samples.find(({ name }) => name === 'process_start_time_seconds')?.value ?? Number.NaN;
    const isRestarted = !Number.isNaN(this.#startedAt) && startedAt > this.#startedAt + 0.5;
    const seconds = this.#lastAt === null ? Number.NaN : (at - this.#lastAt) / 1000;
    const row: InstanceRow = {
      in: noCalls(),
      out: new Map(),
      self: new Map(),
      isYoung: at / 1000 - startedAt < youngS,
    };
    this.#counters.begin(isRestarted);
    for (const sample of samples) this.#add(sample, row);
    this.#counters.end();
    this.#startedAt = startedAt;
    this.#lastAt = at;
    if (!(seconds > 0)) return null;
    for (const calls of [row.in, ...row.out.values()]) calls.perSecond = calls.requests / seconds;
    return row;
  }

  #add(sample: Sample, row: InstanceRow): void {
    const { name, labels, value } = sample;
    if (name.startsWith(server)) this.#addCall(sample, name.slice(server.length), row.in, failsAsServer);
    else if (name.startsWith(client)) {
      const calls = callsTo(labels.peer, row);
      if (calls !== null) this.#addCall(sample, name.slice(client.length), calls, failsAsClient);
    } else if (name === guarded) {
      if (labels.outcome === refusedOutcome) this.#addRefused(sample, row);
    } else {
      const metric = gauges[name];
      if (metric === undefined || Number.isNaN(value)) return;
      row.self.set(metric, Math.max(value, row.self.get(metric) ?? 0));
    }
  }

  #addRefused({ id, labels, value }: Sample, row: InstanceRow): void {
    const increment = this.#counters.increment(id, value);
    if (!(increment > 0)) return;
    const calls = callsTo(labels.dependency, row);
    if (calls !== null) calls.refused += increment;
  }

  #addCall(sample: Sample, part: string, calls: CallStats, fails: (status: string) => boolean): void {
    if (part !== '_bucket' && part !== '_count') return;
    const increment = this.#counters.increment(sample.id, sample.value);
    if (Number.isNaN(increment)) return;
    if (part === '_bucket') {
      const bound = boundOf(sample.labels.le);
      if (!Number.isNaN(bound)) calls.buckets.set(bound, (calls.buckets.get(bound) ?? 0) + increment);
      return;
    }
    calls.requests += increment;
    if (fails(sample.labels.status ?? '')) calls.errors += increment;
  }
}

function callsTo(peer: string | undefined, { out }: InstanceRow): CallStats | null {
  if (peer === undefined || peer === '') return null;
  const calls = out.get(peer) ?? noCalls();
  out.set(peer, calls);
  return calls;
}

const boundOf = (le: string | undefined): number =>
  le === undefined ? Number.NaN : le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
const failsAsServer = (status: string): boolean => status.startsWith('5');
const failsAsClient = (status: string): boolean =>
  status === 'timeout' || status === 'error' || status.startsWith('5');

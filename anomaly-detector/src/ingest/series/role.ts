import type { ClassicGroup } from '../histogram/classic-group.ts';
import type { Increments } from '../histogram/increments.ts';
import type { Handle } from './learning.ts';

/** What becomes of the values of a series. */
export const role = {
  /** Handle as they are. */
  gauge: 0,
  /** Handle as growth per second. */
  counter: 1,
  /** One bucket of a classic histogram, gathered with the others. */
  bucket: 2,
  /** Part of what one instance of a service tells of its calls, derived as a scrape would be. */
  call: 3,
  /** A histogram in one piece, learnt as quantiles and growth. */
  histogram: 4,
  /** Such a histogram that tells of the calls of a service. */
  callHistogram: 5,
} as const;
export type Role = (typeof role)[keyof typeof role];

/** What is learnt of a histogram: its median, 95th and 99th percentile, and values per second. */
export type Quantiles = { p50: Handle; p95: Handle; p99: Handle; rate: Handle | null; at: number };

/** One bucket of a classic histogram; all but its number it shares with the others. */
export type Bucket = { group: ClassicGroup; member: number; quantiles: Quantiles; increments: Increments };

/** A series of one instance of a service, as the sample of a scrape. */
export type Call = {
  service: string;
  instance: string;
  name: string;
  id: string;
  labels: Readonly<Record<string, string>>;
};

export type Histogram = { quantiles: Quantiles; increments: Increments };

export type CallHistogram = { call: Call; increments: Increments; totals: Map<number, number> };

/** What a role works with. */
export type RoleState = Handle | Bucket | Call | Histogram | CallHistogram;

/** What a series is known by to whoever sends it; a histogram by its 95th percentile. */
export function nameOf(state: RoleState): string {
  if ('series' in state) return state.series.key;
  if ('quantiles' in state) return state.quantiles.p95.series.key;
  return 'call' in state ? state.call.id : state.id;
}

import { z } from 'zod';
import { knownKeys, Signal, Worse } from '../../contract/index.ts';
import { Duration, Interval } from '../../parse/units.ts';
import { credentialKeys } from './credentials.ts';

/** One query that is asked of a Prometheus, and what its values mean. */
export const PollQuery = knownKeys({
  name: z.string().min(1),
  query: z.string().min(1),
  interval: Interval.default(60_000),
  service: z.string().min(1).optional(),
  service_label: z.string().min(1).optional(),
  unit: z.string().default(''),
  worse: Worse.default('both'),
  signal: Signal.default('other'),
});
export type PollQuery = z.infer<typeof PollQuery>;

/** A Prometheus that is there already: what is asked of it, and how far back is learnt at the start. */
export const PrometheusConfig = knownKeys({
  url: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  timeout: Interval.default(30_000),
  history: Duration.default(14 * 86_400_000),
  queries: z.array(PollQuery).min(1),
  ...credentialKeys,
}).refine(({ queries }) => new Set(queries.map(({ name }) => name)).size === queries.length, {
  path: ['queries'],
  message: 'expected a name of its own for each query, got one twice',
});
export type PrometheusConfig = z.infer<typeof PrometheusConfig>;

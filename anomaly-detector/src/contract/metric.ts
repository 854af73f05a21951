import { z } from 'zod';

/** What a metric tells about a service; decides which direction is bad and how evidence is weighed. */
export const signals = ['latency', 'errors', 'availability', 'traffic', 'saturation', 'other'] as const;
export const Signal = z.enum(signals);
export type Signal = z.infer<typeof Signal>;

/** The direction in which a metric gets worse; a deviation the other way is no alert. */
export const Worse = z.enum(['up', 'down', 'both']);
export type Worse = z.infer<typeof Worse>;

/** `in`: this service serving a peer; `out`: this service calling a peer; `self`: the process itself. */
export const Direction = z.enum(['in', 'out', 'self']);
export type Direction = z.infer<typeof Direction>;

/** One learned series: a metric of a service, towards a peer where there is one. */
export const Series = z.object({
  /** Stable and unique, such as `gateway|out|recommendation|latency_p95`. */
  key: z.string().min(1),
  service: z.string().min(1),
  direction: Direction,
  peer: z.string(),
  /** Such as `latency_p95`, `error_ratio`, `request_rate`. */
  metric: z.string().min(1),
  /** UCUM-like unit of the values: `s`, `1` (a ratio), `1/s`, `By`. */
  unit: z.string(),
  signal: Signal,
  worse: Worse,
});
export type Series = z.infer<typeof Series>;

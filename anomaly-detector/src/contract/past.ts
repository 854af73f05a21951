import { z } from 'zod';
import { Series } from './metric.ts';

/** Times in seconds are less for three thousand years to come. */
const earliest = 100_000_000_000;

const columns = {
  /** Epoch ms, each later than the one before. */
  time: z.array(z.number().int().min(earliest, 'expected epoch ms after 1973, got less: seconds?')),
  /** As many as there are times; null where a value is missing. */
  value: z.array(z.number().nullable()),
};

/** The past of one series, believed healthy: of one that is named as it is learnt, or of one as Prometheus has it, with `__name__`. */
const PastSeries = z
  .union([
    z.strictObject({ series: Series, ...columns }),
    z.strictObject({ labels: z.record(z.string(), z.string()), ...columns }),
  ])
  .refine(({ time, value }) => time.length === value.length, {
    path: ['value'],
    message: 'expected as many values as times',
  })
  .refine(({ time }) => time.every((at, index) => index === 0 || at > time[index - 1]!), {
    path: ['time'],
    message: 'expected each time to be later than the one before',
  })
  .refine((past) => 'series' in past || (past.labels.__name__ ?? '') !== '', {
    path: ['labels'],
    message: 'expected a label __name__',
  });
export type PastSeries = z.infer<typeof PastSeries>;

/** What `POST /api/v1/learn` takes. */
export const Past = z.strictObject({ past: z.array(PastSeries) });
export type Past = z.infer<typeof Past>;

/** What became of it: rows learnt, and rows passed over because their series has learnt later ones already. */
export const Taught = z.object({ rows: z.number().int(), passedOver: z.number().int() });
export type Taught = z.infer<typeof Taught>;

import { z } from 'zod';
import { knownKeys, type SeriesStatus } from '../../contract/index.ts';
import { Limit, YesOrNo } from './parameters.ts';

/** Which series are asked for, and which page of them. */
export const SeriesQuery = knownKeys({
  service: z.string().min(1).optional(),
  metric: z.string().min(1).optional(),
  alerting: YesOrNo.optional(),
  ready: YesOrNo.optional(),
  text: z.string().min(1).optional(),
  limit: Limit(10_000).optional(),
  after: z.string().min(1).optional(),
});

/** One page of series in the order of their keys; `next` goes into `after` for the following one, null at the end. */
export type SeriesPage = { series: SeriesStatus[]; total: number; next: string | null };

/** The series that are asked for; all of them at once and as they were met where no page is asked for. */
export function pageOf(all: readonly SeriesStatus[], question: z.infer<typeof SeriesQuery>): SeriesPage {
  const { service, metric, alerting, ready, limit, after } = question;
  const text = question.text?.toLowerCase();
  const found = all.filter(
    (series) =>
      (service === undefined || series.service === service) &&
      (metric === undefined || series.metric === metric) &&
      (alerting === undefined || series.alerting === alerting) &&
      (ready === undefined || series.warmth.ready === ready) &&
      (text === undefined || series.key.toLowerCase().includes(text)),
  );
  if (limit === undefined && after === undefined) return { series: found, total: found.length, next: null };
  const rest = found
    .filter(({ key }) => after === undefined || key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const series = rest.slice(0, limit);
  return { series, total: found.length, next: series.length < rest.length ? series.at(-1)!.key : null };
}

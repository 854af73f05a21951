import { z } from 'zod';
import { ChangeKind, Signal, Worse } from '../contract/index.ts';
import { momentForms, parseMoment } from './moment.ts';

/** A moment in any of the accepted forms, as epoch ms. */
const Moment = z.union([z.string(), z.number()]).transform((raw, context) => {
  const ms = parseMoment(String(raw));
  if (ms === null)
    context.addIssue({ code: 'custom', message: `expected a date as ${momentForms}, got "${raw}"` });
  return ms ?? Number.NaN;
});

const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

/** `metrics.json`. */
export const MetricsFile = z.record(
  z.string(),
  z.object({ unit: z.string().default(''), worse: Worse.default('both'), signal: Signal.default('other') }),
);
export type MetricsFile = z.infer<typeof MetricsFile>;

/** `services.json`. */
export const ServicesFile = z.record(
  z.string(),
  z.object({ owned: z.boolean().default(true), entry: z.boolean().default(false) }),
);
export type ServicesFile = z.infer<typeof ServicesFile>;

/** A line of `changes.jsonl`. */
export const ChangeLine = z.object({
  id: z.string().min(1),
  at: Moment,
  kind: ChangeKind,
  service: optionalText,
  target: optionalText,
  version: optionalText,
  exposure: z.number().min(0).max(1).nullish(),
  title: optionalText,
});
export type ChangeLine = z.infer<typeof ChangeLine>;

/** A line of `alerts.jsonl`. */
export const AlertLine = z.object({
  fingerprint: z.string().min(1),
  startsAt: Moment,
  endsAt: Moment.nullish().transform((at) => at ?? null),
  service: z.string().min(1),
  metric: optionalText,
  score: z
    .number()
    .nullish()
    .transform((score) => Math.min(1, Math.max(0, score ?? 0.5))),
  labels: z.record(z.string(), z.unknown()).nullish(),
  source: optionalText,
});
export type AlertLine = z.infer<typeof AlertLine>;

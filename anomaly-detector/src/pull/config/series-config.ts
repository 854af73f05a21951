import { z } from 'zod';
import { type MuteWindow, minuteOfDay, weekdays } from '../../alerting/mute-window.ts';
import type { matchable, SeriesRule } from '../../alerting/series-rules.ts';
import { knownKeys, Worse } from '../../contract/index.ts';
import { compileRegex } from '../../parse/regex.ts';

const isTimezone = (name: string): boolean => {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/** A pattern for the whole of a text. */
const Pattern = z.string().transform((text, context) => {
  try {
    return compileRegex(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message, input: text });
    return z.NEVER;
  }
});

const TimeOfDay = z.string().transform((text, context) => {
  const minute = minuteOfDay(text);
  if (!Number.isNaN(minute)) return minute;
  const message = `expected a time of day from 00:00 to 24:00, got ${JSON.stringify(text)}`;
  context.addIssue({ code: 'custom', message, input: text });
  return z.NEVER;
});

const Mute = knownKeys({
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .default([...weekdays]),
  from: TimeOfDay.default(0),
  to: TimeOfDay.default(1440),
  timezone: z
    .string()
    .refine(isTimezone, 'expected the name of a time zone, such as Europe/Berlin')
    .default('UTC'),
}) satisfies z.ZodType<MuteWindow>;

/** What holds for the series that it matches: the direction that is bad, and when their alerts are muted. */
export const SeriesConfig = knownKeys({
  match: knownKeys({
    service: Pattern.optional(),
    metric: Pattern.optional(),
    peer: Pattern.optional(),
    direction: Pattern.optional(),
    signal: Pattern.optional(),
    key: Pattern.optional(),
  } satisfies Record<(typeof matchable)[number], unknown>),
  worse: Worse.optional(),
  mute: z.array(Mute).default([]),
}).transform(({ worse, ...rest }): SeriesRule => ({ ...rest, ...(worse && { worse }) }));

import { z } from 'zod';

const part = (unit: string) => `(?:(\\d+)${unit})?`;
const duration = new RegExp(`^${['y', 'w', 'd', 'h', 'm', 's', 'ms'].map(part).join('')}$`);
const dayMs = 86_400_000;
const unitMs = [365 * dayMs, 7 * dayMs, dayMs, 3_600_000, 60_000, 1_000, 1];

/** Milliseconds of a duration as Prometheus writes them, such as `1h30m` or `15s`; null where it is none. */
export function parseDuration(text: string): number | null {
  const found = duration.exec(text);
  if (found === null || text === '') return null;
  return found.slice(1).reduce((sum, digits, index) => sum + Number(digits ?? 0) * unitMs[index]!, 0);
}

/** A duration above zero, in ms. */
export const Duration = z.coerce.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  context.addIssue({
    code: 'custom',
    message: `expected a duration such as 15s or 1h30m, got "${text}"`,
    input: text,
  });
  return z.NEVER;
});

/** A timer that is set for longer fires at once: it counts in 31 bits. */
export const mostTimerMs = 2 ** 31 - 1;

/** A duration that is waited for, in ms. */
export const Interval = Duration.refine((ms) => ms <= mostTimerMs, 'expected a duration of at most 24d');

const byteUnits: Readonly<Record<string, number>> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 };

/** An amount of bytes such as `10MB` (of 1024 each, as in Prometheus); 0 means no limit. */
export const Bytes = z.coerce.string().transform((text, context) => {
  const found = /^(\d+)(?:([KMG]?)i?B)?$/.exec(text);
  if (found !== null) return Number(found[1]) * byteUnits[found[2] ?? '']!;
  context.addIssue({ code: 'custom', message: `expected a size such as 10MB, got "${text}"`, input: text });
  return z.NEVER;
});

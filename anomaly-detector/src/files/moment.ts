const digits = /^\d+(\.\d+)?$/;
const plain = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)$/;
const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
/** Epoch seconds end here (the year 5138), epoch milliseconds begin (1973). */
const mostSeconds = 1e11;

/**
 * A moment in epoch milliseconds from `YYYY-MM-DD HH:MM:SS` (UTC), ISO 8601, or epoch in s or ms; null where it is none of these.
 * Example: `2026-11-21 02:00:00`, `2026-11-21T03:00:00+01:00` and `1795226400` are the same.
 */
export function parseMoment(text: string): number | null {
  if (digits.test(text)) {
    const number = Number(text);
    return number < mostSeconds ? Math.round(number * 1000) : Math.round(number);
  }
  const match = plain.exec(text);
  const ms =
    match === null
      ? iso.test(text)
        ? Date.parse(text)
        : Number.NaN
      : Date.parse(`${match[1]}T${match[2]}Z`);
  if (Number.isNaN(ms)) return null;
  return isRealDay(text) ? ms : null;
}

/** February 30 is no day, though some parsers take it for March 2. */
function isRealDay(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split('-').map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** The forms that `parseMoment` takes, for error messages. */
export const momentForms = 'YYYY-MM-DD HH:MM:SS, ISO 8601, or epoch in s or ms';

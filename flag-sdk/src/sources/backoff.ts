/** Shortest and longest wait, in milliseconds. */
export interface BackoffBounds {
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * How long to wait after `failures` failures in a row: doubling, capped, and jittered between half and the whole, so that
 * many clients do not come back in one wave. `chance` is a number from 0 to below 1.
 */
export const backoffMs = (failures: number, { minMs, maxMs }: BackoffBounds, chance: number): number => {
  const longest = Math.min(maxMs, minMs * 2 ** Math.min(Math.max(failures - 1, 0), 30));
  return longest / 2 + (longest / 2) * chance;
};

const LONGEST_RETRY_AFTER_MS = 60_000;

/**
 * Reads `Retry-After` (seconds or a date) as milliseconds, at most one minute; 0 when it says nothing. A date is taken from
 * the server's own `Date`, so that it makes no difference how far the clocks are apart; without one, from `now`.
 */
export const retryAfterMs = (headers: Headers, now: number): number => {
  const asked = headers.get('retry-after')?.trim() ?? '';
  if (asked === '') return 0;
  const seconds = Number(asked);
  const serverNow = Date.parse(headers.get('date') ?? '');
  const wait = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(asked) - (Number.isNaN(serverNow) ? now : serverNow);
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER_MS) : 0;
};

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

/** Reads `Retry-After` (seconds or a date) as milliseconds from `now`, at most one minute; 0 when it says nothing. */
export const retryAfterMs = (header: string | null, now: number): number => {
  if (header === null || header.trim() === '') return 0;
  const seconds = Number(header);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER_MS) : 0;
};

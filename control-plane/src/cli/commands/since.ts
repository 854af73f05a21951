import { usageError } from '../cli-error.ts';

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The instant that `45s`, `30m`, `2h`, `1d` ago or an ISO 8601 time means. Throws a usage error otherwise. */
export function since(text: string, now: number): string {
  const [, count, unit] = /^(\d+)([smhd])$/.exec(text) ?? [];
  if (count && unit) return new Date(now - Number(count) * (unitMs[unit] ?? 0)).toISOString();
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw usageError(`expected 45s, 30m, 2h, 1d or an ISO 8601 time, got "${text}".`);
  return new Date(ms).toISOString();
}

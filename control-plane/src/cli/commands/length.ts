import { usageError } from '../cli-error.ts';

const unitS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The seconds that `90s`, `30m`, `2h` or `1d` mean. Throws a usage error naming the option otherwise. */
export function lengthS(text: string, option: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(text.trim()) ?? [];
  if (count && unit) return Math.round(Number(count) * (unitS[unit] ?? 0));
  throw usageError(`${option}: expected a length of time such as 90s, 30m, 2h or 1d, got "${text}".`);
}

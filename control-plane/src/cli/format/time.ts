const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** A length of time in its largest whole unit, such as `4 min`; below a second in milliseconds. */
export function duration(ms: number): string {
  for (const [name, size] of units) if (ms >= size) return `${Math.floor(ms / size)} ${name}`;
  return `${Math.max(0, Math.round(ms))} ms`;
}

/** A length of time in its two largest units, such as `1 h 59 min`, for what is still to come. */
export function timeLeft(ms: number): string {
  const largest = units.find(([, size]) => ms >= size);
  if (largest === undefined) return duration(ms);
  const [name, size] = largest;
  const whole = Math.floor(ms / size);
  const next = units[units.indexOf(largest) + 1];
  const rest = next === undefined ? 0 : Math.floor((ms - whole * size) / next[1]);
  return rest === 0 || next === undefined ? `${whole} ${name}` : `${whole} ${name} ${rest} ${next[0]}`;
}

/** How long ago an instant was, such as `4 min ago`; `-` for none, `just now` below a second. */
export function age(instant: string | null, now: number): string {
  if (instant === null) return '-';
  const ms = now - Date.parse(instant);
  return ms < 1000 ? 'just now' : `${duration(ms)} ago`;
}

/** The time of day in UTC with its date, to the second: `2026-11-21 02:51:07Z`; `-` for none. */
export function instant(value: string | null): string {
  return value === null ? '-' : `${value.slice(0, 10)} ${value.slice(11, 19)}Z`;
}

/** A share of 0 to 1 in whole percent, such as `83 %`. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

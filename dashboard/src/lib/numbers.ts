/** A value with a unit for people: seconds become ms, ratios become percent; units are those of the contract's series. */
export function formatValue(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'no data';
  if (unit === 's') return formatSeconds(value);
  if (unit === '1') return `${formatNumber(value * 100)} %`;
  if (unit === '1/s') return `${formatNumber(value)}/s`;
  if (unit === 'By') return formatBytes(value);
  return unit === '' ? formatNumber(value) : `${formatNumber(value)} ${unit}`;
}

/** A range with its unit said once, such as `20-45 ms`. */
export function formatRange(lower: number | null, upper: number | null, unit: string): string {
  if (lower === null || upper === null) return 'not yet learnt';
  const [low, high] = [formatValue(lower, unit), formatValue(upper, unit)];
  if (low === high) return high;
  const [lowUnit, highUnit] = [low, high].map((text) => text.replace(/^-?[\d.,]+/, ''));
  return lowUnit === highUnit ? `${low.slice(0, low.length - lowUnit!.length)}–${high}` : `${low} – ${high}`;
}

/** At most three digits that matter, thousands apart, never `1e-7` or `0.30000000000000004`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return Math.round(value).toLocaleString('en');
  const digits = size >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

function formatSeconds(value: number): string {
  return Math.abs(value) < 1 ? `${formatNumber(value * 1000)} ms` : `${formatNumber(value)} s`;
}

function formatBytes(value: number): string {
  const steps = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(steps.length - 1, Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1) / 3)));
  return `${formatNumber(value / 1000 ** step)} ${steps[step]}`;
}

/** A share from 0 to 1 as whole percent. */
export function formatShare(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `1 instance`, `2 instances`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

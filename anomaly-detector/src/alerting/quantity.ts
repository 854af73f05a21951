type Scale = { factor: number; unit: string };

/** Scales from the finest up; the one that leaves the largest number below a thousand is used. */
const scales: Record<string, readonly Scale[]> = {
  s: [
    { factor: 1e6, unit: ' µs' },
    { factor: 1e3, unit: ' ms' },
    { factor: 1, unit: ' s' },
  ],
  By: [
    { factor: 1, unit: ' B' },
    { factor: 1e-3, unit: ' kB' },
    { factor: 1e-6, unit: ' MB' },
    { factor: 1e-9, unit: ' GB' },
  ],
  'By/s': [
    { factor: 1, unit: ' B/s' },
    { factor: 1e-3, unit: ' kB/s' },
    { factor: 1e-6, unit: ' MB/s' },
    { factor: 1e-9, unit: ' GB/s' },
  ],
  '1': [{ factor: 100, unit: ' %' }],
  '1/s': [{ factor: 1, unit: '/s' }],
};

function scaleOf(value: number, unit: string): Scale {
  const choices = scales[unit] ?? [{ factor: 1, unit: unit === '' ? '' : ` ${unit}` }];
  return choices.find(({ factor }) => Math.abs(value) * factor < 1000) ?? choices[choices.length - 1]!;
}

function digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 100) return value.toFixed(0);
  return Number(value.toPrecision(2)).toString();
}

/** A value with its unit, such as `840 ms` or `31 %`. */
export function formatQuantity(value: number, unit: string): string {
  const { factor, unit: suffix } = scaleOf(value, unit);
  return digits(value * factor) + suffix;
}

/** The least width of a band; what is not larger and on both sides of zero, or at one end of much more, stands for zero. */
const leastWidth = 1e-7;

/** A range in one unit, such as `20-45 ms`, or `-5 to 3 ms` below zero; ends that read the same are written once. */
export function formatRange(lower: number, upper: number, unit: string): string {
  const [low, high] = [lower, upper].map((end) => (isNothing(end, lower, upper) ? 0 : end)) as [
    number,
    number,
  ];
  const { factor, unit: suffix } = scaleOf(Math.max(Math.abs(low), Math.abs(high)), unit);
  const [from, to] = [digits(low * factor), digits(high * factor)];
  return from === to ? to + suffix : `${from}${low < 0 ? ' to ' : '-'}${to}${suffix}`;
}

const isNothing = (end: number, lower: number, upper: number): boolean =>
  Math.abs(end) < leastWidth &&
  (lower * upper <= 0 || Math.max(Math.abs(lower), Math.abs(upper)) > leastWidth);

/** A duration in words, such as `12 s`, `3 min` or `2 h`. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

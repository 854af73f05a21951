/** The stretch of time that a chart shows: the last so many milliseconds, from a moment until now, or between two moments (epoch ms). */
export type Span =
  | { kind: 'last'; ms: number }
  | { kind: 'since'; from: number }
  | { kind: 'between'; from: number; to: number };

/** The ends of a span at `now`, in epoch milliseconds. */
export function endsOf(span: Span, now: number): [number, number] {
  switch (span.kind) {
    case 'last':
      return [now - span.ms, now];
    case 'since':
      return [span.from, now];
    case 'between':
      return [span.from, span.to];
  }
}

/** A stable name of a span, under which its answer is kept. */
export function spanKey(span: Span): string {
  switch (span.kind) {
    case 'last':
      return `last ${span.ms}`;
    case 'since':
      return `since ${span.from}`;
    case 'between':
      return `${span.from} ${span.to}`;
  }
}

/** The choices of the range control. */
export const ranges = {
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
} as const;

/** A choice of the range control, as it stands in the address. */
export type RangeName = keyof typeof ranges;

export const rangeNames = Object.keys(ranges) as RangeName[];

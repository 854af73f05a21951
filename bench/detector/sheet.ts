import type { Draw } from './draw.ts';

export const dayS = 86_400;
export const hourS = 3_600;
/** A Monday. */
const startS = Date.UTC(2026, 0, 5) / 1000;
/** Nothing is judged before: a series may be learnt for nine days. */
export const learnDays = 9;

/** First row of something wrong, and the first after it. */
export type Span = readonly [from: number, to: number];

/** A series that a family fills in. */
export interface Sheet {
  readonly intervalS: number;
  readonly days: number;
  readonly rows: number;
  /** Epoch seconds of a row. */
  readonly timeOf: (row: number) => number;
  readonly rowsIn: (seconds: number) => number;
}

export const newSheet = (intervalS: number, days: number): Sheet => ({
  intervalS,
  days,
  rows: Math.round((days * dayS) / intervalS),
  timeOf: (row) => startS + row * intervalS,
  rowsIn: (seconds) => Math.round(seconds / intervalS),
});

/** The values of a series, row by row. */
export const fill = (sheet: Sheet, shape: (row: number, timeS: number) => number): Float64Array =>
  Float64Array.from({ length: sheet.rows }, (_, row) => shape(row, sheet.timeOf(row)));

/** A span that lasts `seconds`, or `rows` where that is longer, beginning `day` days after the start. Throws where it would lie past the end. */
export const spanAt = (sheet: Sheet, day: number, seconds: number, rows: number): Span => {
  const from = sheet.rowsIn(day * dayS);
  if (from >= sheet.rows)
    throw new RangeError(
      `An event should begin within the ${sheet.days} days of a series, but was put at day ${day}.`,
    );
  return [from, Math.min(sheet.rows, from + Math.max(rows, sheet.rowsIn(seconds)))];
};

/** So many spans, spread over the days that are judged, with room after each. */
export const spansOver = (sheet: Sheet, draw: Draw, many: number, seconds: number, rows: number): Span[] => {
  const room = (sheet.days - learnDays - 2) / many;
  return Array.from({ length: many }, (_, index) =>
    spanAt(sheet, learnDays + 1 + room * (index + draw.uniform() * 0.5), seconds, rows),
  );
};

/** Height of a day's curve, -1 to 1. */
export const dayCurve = (timeS: number): number => Math.sin(2 * Math.PI * ((timeS % dayS) / dayS - 0.35));

/** 0 on weekdays, 1 on Saturdays and Sundays, and between them in the two hours around midnight. */
const weekendShare = (timeS: number): number => {
  // The epoch began on a Thursday.
  const days = ((timeS / dayS + 3) % 7) - 5;
  const into = Math.min(1, Math.max(0, 0.5 + days * 12));
  const out = Math.min(1, Math.max(0, 0.5 + (days - 2) * 12));
  const fromSunday = days < -4.9 ? 1 - Math.min(1, 0.5 + (days + 5) * 12) : 0;
  return Math.max(into - out, fromSunday);
};

/** Height of a week's curve: a day's curve of 6 on weekdays, of 3 and lower by 8 on weekends. */
export const weekCurve = (timeS: number, weekend = weekendShare(timeS)): number =>
  weekend * (3 * dayCurve(timeS) - 8) + (1 - weekend) * 6 * dayCurve(timeS);

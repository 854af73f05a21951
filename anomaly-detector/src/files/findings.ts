/** The row of the highest score: its time and value as they came, and what was expected, as the output has it. */
export type StrongestRow = {
  score: number;
  /** The file, or the query, that it is of. */
  of: string;
  timestamp: string;
  value: string;
  lower: string;
  upper: string;
  kind: string;
};

/** What was found in rows: how many they were, how many had no value, and how often an alert began. */
export type Findings = {
  series: number;
  rows: number;
  missing: number;
  anomalies: number;
  strongest: StrongestRow | null;
};

/** Nothing looked at yet. */
export const noFindings = (): Findings => ({ series: 0, rows: 0, missing: 0, anomalies: 0, strongest: null });

/** Adds what was found elsewhere. */
export function addFindings(into: Findings, more: Findings): void {
  into.series += more.series;
  into.rows += more.rows;
  into.missing += more.missing;
  into.anomalies += more.anomalies;
  if ((more.strongest?.score ?? 0) > (into.strongest?.score ?? 0)) into.strongest = more.strongest;
}

/** One line for people: what was looked at, what was found, and where it was strongest. */
export function findingsLine({ series, rows, missing, anomalies, strongest }: Findings): string {
  const looked = `${many(rows, 'row')} of ${series} series${missing === 0 ? '' : `, ${missing} without a value`}`;
  const found = anomalies === 0 ? 'no anomaly' : anomalies === 1 ? '1 anomaly' : `${anomalies} anomalies`;
  if (strongest === null) return `${looked}; ${found}`;
  const { score, of, timestamp, value, lower, upper, kind } = strongest;
  const which = anomalies === 0 ? 'highest score' : 'strongest';
  const place = series > 1 ? ` in ${of}` : '';
  return (
    `${looked}; ${found}; ${which} ${score.toFixed(3)}${kind === '' ? '' : ` (${kind})`}${place} at ${timestamp}: ` +
    `${value === '' ? 'no value' : value}, expected ${lower} to ${upper}`
  );
}

const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

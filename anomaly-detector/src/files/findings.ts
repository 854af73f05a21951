import { rowsToWarm } from '../baseline/warmth.ts';

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

/**
 * What was found in rows: how many they were, those of one moment counted once, how many had no value, of how many series no row
 * could be judged, and how often an alert began.
 */
export type Findings = {
  series: number;
  rows: number;
  missing: number;
  unjudged: number;
  anomalies: number;
  strongest: StrongestRow | null;
};

/** Nothing looked at yet. */
export const noFindings = (): Findings => ({
  series: 0,
  rows: 0,
  missing: 0,
  unjudged: 0,
  anomalies: 0,
  strongest: null,
});

/** Adds what was found elsewhere. */
export function addFindings(into: Findings, more: Findings): void {
  into.series += more.series;
  into.rows += more.rows;
  into.missing += more.missing;
  into.unjudged += more.unjudged;
  into.anomalies += more.anomalies;
  if ((more.strongest?.score ?? 0) > (into.strongest?.score ?? 0)) into.strongest = more.strongest;
}

/** One line for people: what was looked at, what was found, and where it was strongest. */
export function findingsLine(findings: Findings): string {
  const { series, rows, missing, unjudged, anomalies, strongest } = findings;
  const looked = `${many(rows, 'row')} of ${series} series${missing === 0 ? '' : `, ${missing} without a value`}`;
  if (unjudged === series) return `${looked}; nothing was judged${whyNothing(findings)}`;
  const anyUnjudged = unjudged === 0 ? '' : `; ${unjudged} of ${series} series not judged: ${begins}`;
  const found = `${howMany(anomalies)}${anyUnjudged}`;
  if (strongest === null) return `${looked}; ${found}`;
  const { score, of, timestamp, value, lower, upper, kind } = strongest;
  const which = anomalies === 0 ? 'highest score' : 'strongest';
  const place = series > 1 ? ` in ${of}` : '';
  return (
    `${looked}; ${found}; ${which} ${score.toFixed(3)}${kind === '' ? '' : ` (${kind})`}${place} at ${timestamp}: ` +
    `${value === '' ? 'no value' : value}, expected ${lower} to ${upper}`
  );
}

const begins = `that begins after ${rowsToWarm} rows with a value`;

function whyNothing({ series, rows, missing }: Findings): string {
  if (series === 0) return '';
  return series === 1 ? `: ${begins}, and ${rows - missing} came` : `: ${begins} in a series`;
}

const howMany = (anomalies: number): string =>
  anomalies === 0 ? 'no anomaly' : anomalies === 1 ? '1 anomaly' : `${anomalies} anomalies`;

const many = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

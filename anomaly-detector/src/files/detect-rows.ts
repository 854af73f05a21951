import { basename } from 'node:path';
import type { Point } from '../baseline/point.ts';
import type { Alert, Series } from '../contract/index.ts';
import { scoreOfEvidence } from '../numerics/score.ts';
import { type AlertChange, Learner, type Sensitivity } from '../services/learner.ts';
import { type Findings, noFindings } from './findings.ts';
import type { MetricRow } from './metric-file.ts';

/** The series of a file: nothing is known of it but its values. */
const anySeries: Series = {
  key: 'file',
  service: 'file',
  direction: 'self',
  peer: '',
  metric: 'value',
  unit: '',
  signal: 'other',
  worse: 'both',
};

const header = 'timestamp,value,expected,lower,upper,anomaly_score,alert,kind';

/** The outcome for one file: the output's text, what was odd about the input, what was found, and each anomaly in a line. */
export type Detected = { csv: string; warnings: string[]; found: Findings; anomalies: string[] };

/** What is judged of a row: its time (epoch ms), and its value, NaN where it is missing. */
export type PlainRow = Pick<MetricRow, 'at' | 'value'>;

/** Hears of each row: its score is 0 where it says nothing new of its timestamp, of which the last row counts; and what it did to the alert. */
type Take<Row> = (row: Row, score: number, isLast: boolean, change: AlertChange | null) => void;

/**
 * Judges the rows of one metric one after the other, each from the rows before it alone. Of a timestamp that is repeated the
 * last row is learnt.
 */
function judgeRows<Row extends PlainRow>(
  series: Series,
  rows: readonly Row[],
  learner: Learner,
  take: Take<Row>,
): void {
  let last: Row | undefined;
  /** Highest score given for the present timestamp: the same deviation is not told twice. */
  let said = 0;
  for (const [index, row] of rows.entries()) {
    if (last?.at === row.at) learner.undo(series.key);
    else said = 0;
    const change = learner.read({ series, at: row.at, value: row.value, count: Number.NaN });
    const score = scoreOf(learner.point, change);
    take(row, score > said ? score : 0, rows[index + 1]?.at !== row.at, change);
    said = Math.max(said, score);
    last = row;
  }
}

/** The row that begins an alert says so, also where as much was told shortly before. */
const scoreOf = ({ score, evidence }: Point, change: AlertChange | null): number =>
  change?.type === 'started' ? Math.max(score, scoreOfEvidence(evidence)) : score;

/** The score of each row of one metric; `without` leaves out parts of the model, see `baseline/parts.ts`. */
export function scoreRows(rows: readonly PlainRow[], without = 0): Float64Array {
  const scores = new Float64Array(rows.length);
  let next = 0;
  const canUndo = rows.some(({ at }, index) => at === rows[index - 1]?.at);
  judgeRows(anySeries, rows, new Learner('medium', { canUndo, without }), (_row, score) => {
    scores[next] = score;
    next += 1;
  });
  return scores;
}

/** The output for the rows of one metric; what was odd about a row is told as a warning. */
export function detectRows(rows: readonly MetricRow[], file: string, sensitivity: Sensitivity): Detected {
  const lines = [header];
  const warnings: string[] = [];
  const found = { ...noFindings(), series: 1, unjudged: 1 };
  const learner = new Learner(sensitivity, { canUndo: true });
  const series = { ...anySeries, service: basename(file) };
  const anomalies: string[] = [];
  judgeRows(series, rows, learner, (row, score, isLast, change) => {
    if (row.note !== '') warnings.push(`${file}:${row.line}: ${row.note}`);
    const held = learner.find(series.key)?.alert.held ?? null;
    const [expected, lower, upper] = bandOf(learner.point);
    const kind = held?.kind ?? '';
    lines.push(
      `${row.timestamp},${row.text},${expected},${lower},${upper},${score.toFixed(6)},${held === null ? 0 : 1},${kind}`,
    );
    if (!isLast) return;
    const { isReady } = learner.point;
    const own = scoreOf(learner.point, change);
    if (change?.type === 'started') anomalies.push('');
    if (change !== null) anomalies[anomalies.length - 1] = lineOf(change.alert);
    found.rows += 1;
    if (isReady) found.unjudged = 0;
    if (Number.isNaN(row.value)) found.missing += 1;
    if (own > (found.strongest?.score ?? 0)) {
      const { timestamp, text: value } = row;
      found.strongest = { score: own, of: file, timestamp, value, lower, upper, kind };
    }
  });
  found.anomalies = anomalies.length;
  return { csv: `${lines.join('\n')}\n`, warnings, found, anomalies };
}

const lineOf = ({ startsAt, kind, sentence }: Alert): string => `${startsAt} ${kind}: ${sentence}`;

const bandOf = ({ expected, lower, upper }: Point): [string, string, string] => [
  short(expected),
  short(lower),
  short(upper),
];

/** Single precision has seven digits. */
const short = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(7))) : '');

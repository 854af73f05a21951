import type { Series } from '../contract/index.ts';
import { Learner, type Sensitivity } from '../services/learner.ts';
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

/** The outcome for one file: the output's text, and what was odd about the input. */
export type Detected = { csv: string; warnings: string[] };

/**
 * Judges the rows of one metric one after the other, each from the rows before it alone.
 * A repeated timestamp takes the place of the row before it, with a warning.
 */
export function detectRows(rows: readonly MetricRow[], file: string, sensitivity: Sensitivity): Detected {
  const learner = new Learner(sensitivity, { canUndo: true });
  const lines = [header];
  const warnings: string[] = [];
  let last: MetricRow | undefined;
  /** Highest score given for the present timestamp: the same deviation is not told twice. */
  let said = 0;
  for (const row of rows) {
    if (last?.at === row.at) learner.undo(anySeries.key);
    else said = 0;
    if (row.note !== '') warnings.push(`${file}:${row.line}: ${row.note}`);
    learner.read({ series: anySeries, at: row.at, value: row.value, count: Number.NaN });
    const { score } = learner.point;
    lines.push(outputLine(row, learner, score > said ? score : 0));
    said = Math.max(said, score);
    last = row;
  }
  return { csv: `${lines.join('\n')}\n`, warnings };
}

function outputLine(row: MetricRow, learner: Learner, score: number): string {
  const { expected, lower, upper } = learner.point;
  const held = learner.find(anySeries.key)?.alert.held ?? null;
  const numbers = [expected, lower, upper].map(short).join(',');
  return `${row.timestamp},${row.text},${numbers},${score.toFixed(6)},${held === null ? 0 : 1},${held?.kind ?? ''}`;
}

/** Single precision has seven digits. */
const short = (value: number): string => (Number.isFinite(value) ? String(Number(value.toPrecision(7))) : '');

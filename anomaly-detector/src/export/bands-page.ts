import { scoreOfEvidence } from '../numerics/score.ts';
import type { Learnt } from '../services/learner.ts';
import { bandLabels, labelText } from './band-labels.ts';
import { type BandMetric, bandMetrics } from './band-metrics.ts';

/** The bands of series as they stand, as a page for Prometheus to scrape; a series without a value has no line. */
export function bandsPage(series: readonly Learnt[]): string {
  const labels = series.map((learnt) => labelText(bandLabels(learnt.series)));
  const lines: string[] = [];
  const write = (name: string, help: string, read: (learnt: Learnt) => number) => {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} gauge`);
    series.forEach((learnt, index) => {
      const value = read(learnt);
      if (Number.isFinite(value)) lines.push(`${name}${labels[index]} ${value}`);
    });
  };
  for (const [name, help] of Object.entries(bandMetrics)) write(name, help, values[name as BandMetric]);
  write(
    'breakwater_score',
    'Score of the alert that is running, from 0 to 1; 0 while none is',
    ({ alert: { held } }) => (held === null ? 0 : scoreOfEvidence(held.evidence)),
  );
  return `${lines.join('\n')}\n`;
}

const values: Record<BandMetric, (learnt: Learnt) => number> = {
  breakwater_value: ({ value }) => value,
  breakwater_expected: ({ expected }) => expected,
  breakwater_lower: ({ lower }) => lower,
  breakwater_upper: ({ upper }) => upper,
  breakwater_alerting: ({ alert }) => (alert.held === null ? 0 : 1),
};

import type { Labels } from '../pull/relabel/relabel.ts';
import type { Learnt } from '../services/learner.ts';
import type { LiveDetector } from '../services/live-detector.ts';
import { bandLabels } from './band-labels.ts';
import { type BandMetric, bandMetricNames } from './band-metrics.ts';
import { evaluate, lookBackMs, type Pair } from './evaluate.ts';
import { isSelected, type Matcher } from './selector.ts';

/** A metric of the band of one series, with its labels. */
export type Selected = { learnt: Learnt; metric: BandMetric; labels: Labels };

const mostSeries = 2_000;

/** The series whose bands meet the conditions, whatever the metric. */
export const selectSeries = (detector: LiveDetector, matchers: readonly Matcher[]): Learnt[] =>
  detector.engine.learner.list().filter(({ series }) => isSelected(bandLabels(series), matchers));

/** Which metrics and which labels of series, without `__name__`, the conditions leave; of any number of series. */
export function selectLabels(
  detector: LiveDetector,
  matchers: readonly Matcher[],
): { names: BandMetric[]; labels: Labels[] } {
  const { names, found } = meant(detector, matchers);
  return { names: found.length === 0 ? [] : names, labels: found.map(({ series }) => bandLabels(series)) };
}

/** The metrics of bands that meet the conditions, `__name__` among them. Throws a sentence where they are too many. */
export function select(detector: LiveDetector, matchers: readonly Matcher[]): Selected[] {
  const { names, found } = meant(detector, matchers);
  if (found.length * names.length > mostSeries)
    throw new Error(
      `expected a selector of at most ${mostSeries} series, got one of ${found.length * names.length}`,
    );
  return found.flatMap((learnt) =>
    names.map((metric) => ({ learnt, metric, labels: { __name__: metric, ...bandLabels(learnt.series) } })),
  );
}

/** What is selected at each step of a stretch of time (epoch ms); series without a value in it are left out. */
export function queryBands(
  detector: LiveDetector,
  matchers: readonly Matcher[],
  range: { from: number; to: number; stepMs: number },
): { metric: Labels; values: Pair[] }[] {
  return select(detector, matchers)
    .map(({ learnt, metric, labels }) => {
      const band = detector.band(
        learnt.series.key,
        range.from - lookBackMs,
        range.to,
        Number.POSITIVE_INFINITY,
      );
      return { metric: labels, values: band === null ? [] : evaluate(band, metric, range) };
    })
    .filter(({ values }) => values.length > 0);
}

function meant(detector: LiveDetector, matchers: readonly Matcher[]) {
  const names = bandMetricNames.filter((name) => meetsName(name, matchers));
  const others = matchers.filter(({ label }) => label !== '__name__');
  return { names, found: names.length === 0 ? [] : selectSeries(detector, others) };
}

const meetsName = (name: BandMetric, matchers: readonly Matcher[]): boolean =>
  matchers.every(({ label, test }) => label !== '__name__' || test(name));

import { type ExpositionFormat, parseId, readExposition } from '../../ingest/exposition.ts';
import type { ScrapeConfig } from '../config/scrape-config.ts';
import type { PulledSeries } from '../parts.ts';
import { type Labels, relabel } from '../relabel/relabel.ts';

/** What a page came to: its series, those that it no longer has, and how many samples it held before rules dropped any. */
export type ReadPage = { series: PulledSeries[]; gone: PulledSeries[]; exposed: number };

/** A series as it is kept: null where a rule drops it. */
type Kept = Omit<PulledSeries, 'samples'> | null;

const mostLabelLength = 2_048;

/**
 * Reads the pages of one target: puts the target's labels on, applies the rules for series, and holds the page to its limits.
 * What was found out of a series is kept for the next page, so that labels are parsed and rules applied once.
 */
export class PageReader {
  #config: ScrapeConfig;
  #targetLabels: Labels;
  #known = new Map<string, Kept>();

  constructor(config: ScrapeConfig, targetLabels: Labels) {
    this.#config = config;
    this.#targetLabels = targetLabels;
  }

  /** Reads a page that was asked for at `at` (epoch ms). Throws where it is malformed or beyond a limit; then nothing of it counts. */
  read(text: string, format: ExpositionFormat, at: number): ReadPage {
    const { honor_timestamps, sample_limit } = this.#config;
    const now = new Map<string, Kept>();
    const series: PulledSeries[] = [];
    const types = new Map<string, string>();
    let exposed = 0;
    const take = (id: string, value: number, stamp: number, line: number) => {
      if (format === 'openmetrics' && isCreation(id)) return;
      exposed += 1;
      const known = this.#known.get(id);
      const kept = known === undefined ? this.#meet(id, line, types) : known;
      now.set(id, kept);
      if (kept === null) return;
      if (series.length === sample_limit)
        throw new Error(`sample_limit: expected at most ${sample_limit} samples, got more`);
      series.push({
        ...kept,
        samples: [{ at: honor_timestamps && !Number.isNaN(stamp) ? stamp : at, value }],
      });
    };
    readExposition(text, format, take, (family, type) => types.set(family, type));
    const gone = this.#missingIn(now, at);
    this.#known = now;
    return { series, gone, exposed };
  }

  /** Takes every series for gone: after a page that could not be had, or when the target is no more. */
  forget(at: number): PulledSeries[] {
    const gone = this.#missingIn(new Map(), at);
    this.#known = new Map();
    return gone;
  }

  /** Rows without a value for the series that were there before and are not now, as Prometheus marks them stale. */
  #missingIn(now: ReadonlyMap<string, Kept>, at: number): PulledSeries[] {
    const gone: PulledSeries[] = [];
    for (const [id, kept] of this.#known) {
      if (kept !== null && !now.has(id)) gone.push({ ...kept, samples: [{ at, value: Number.NaN }] });
    }
    return gone;
  }

  #meet(id: string, line: number, types: ReadonlyMap<string, string>): Kept {
    const { name, labels } = parseId(id, line);
    const { honor_labels, metric_relabel_configs, label_limit } = this.#config;
    const merged = merge(labels, this.#targetLabels, honor_labels);
    const kept = relabel({ ...merged, __name__: name }, metric_relabel_configs);
    if (kept === null || (kept.__name__ ?? '') === '') return null;
    const own = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== ''));
    check(own, label_limit);
    return { name: own.__name__!, labels: own, kind: kindOf(name, types) };
  }
}

/** Where both have a label the target's stands and the series' own becomes `exported_…`, unless the series' own is honoured. */
function merge(own: Labels, target: Labels, isHonoured: boolean): Record<string, string> {
  if (isHonoured) return { ...target, ...own };
  const merged: Record<string, string> = { ...target };
  for (const [name, value] of Object.entries(own)) {
    let free = name;
    while (Object.hasOwn(target, free)) free = `exported_${free}`;
    merged[free] = value;
  }
  return merged;
}

function check(labels: Labels, mostLabels: number): void {
  const names = Object.keys(labels);
  if (names.length > mostLabels)
    throw new Error(
      `label_limit: expected at most ${mostLabels} labels on ${labels.__name__}, got ${names.length}`,
    );
  const long = names.find((name) => name.length > mostLabelLength || labels[name]!.length > mostLabelLength);
  if (long !== undefined)
    throw new Error(
      `expected labels of at most ${mostLabelLength} characters, got more in ${long.slice(0, 40)} of ${labels.__name__}`,
    );
}

/** What the page says of a sample; the parts of histograms and summaries are known by their names. */
function kindOf(name: string, types: ReadonlyMap<string, string>): 'counter' | 'gauge' | null {
  const type = types.get(name) ?? types.get(name.replace(/_total$/, ''));
  return type === 'counter' || type === 'gauge' ? type : null;
}

/** OpenMetrics tells of each counter when it began: nothing to learn from. */
const isCreation = (id: string): boolean => {
  const brace = id.indexOf('{');
  return id.endsWith('_created', brace < 0 ? id.length : brace);
};

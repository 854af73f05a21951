import type { Series } from '../contract/index.ts';
import { parseId } from '../ingest/exposition.ts';
import type { Labels } from '../pull/relabel/relabel.ts';

const known = new WeakMap<Series, Labels>();

/**
 * The labels under which the band of a series is shown to Prometheus: those that it came with, and its service, metric, direction
 * and peer. A label of its own that is called `metric`, `direction` or `peer` becomes `exported_…`.
 */
export function bandLabels(series: Series): Labels {
  const found = known.get(series);
  if (found !== undefined) return found;
  const { service, metric, direction, peer } = series;
  const given = { service, metric, direction: direction === 'self' ? '' : direction, peer };
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(ownLabels(series))) {
    labels[Object.hasOwn(given, name) && name !== 'service' ? `exported_${name}` : name] = value;
  }
  for (const [name, value] of Object.entries(given)) if (value !== '') labels[name] = value;
  known.set(series, labels);
  return labels;
}

/** The labels in a key such as `up{job="shop"}` or `rate(jobs_total{job="shop"})`; a key of another form has none. */
function ownLabels({ key, metric }: Series): Labels {
  // A tenant may stand before the name.
  const start = key.endsWith('}') ? key.indexOf(`${metric}{`) : -1;
  const text = start >= 0 ? key.slice(start + metric.length) : /^[^{]*(\{.*\})\)$/s.exec(key)?.[1];
  try {
    return text === undefined ? {} : parseId(text, 0).labels;
  } catch {
    return {};
  }
}

/** Labels as they stand behind a name: `{a="b"}`. */
export function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return `{${parts.join(',')}}`;
}

const escaped = (value: string): string =>
  value.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));

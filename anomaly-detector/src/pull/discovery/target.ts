import { mostTimerMs, parseDuration } from '../../parse/units.ts';
import type { ScrapeConfig } from '../config/scrape-config.ts';
import { type Labels, relabel } from '../relabel/relabel.ts';

/** One page to scrape: where, how often, and the labels that all its series get. Times in ms. */
export type ScrapeTarget = {
  /** The same target has the same id. */
  id: string;
  url: string;
  labels: Labels;
  intervalMs: number;
  timeoutMs: number;
};

const address = /^[^\s/?#]+$/;

/**
 * The target that a discovered address stands for once it has been relabelled; null where a rule drops it. Throws where no
 * usable address or time is left.
 */
export function targetOf(config: ScrapeConfig, found: string, groupLabels: Labels): ScrapeTarget | null {
  const params = Object.entries(config.params).map(([name, values]) => [`__param_${name}`, values[0] ?? '']);
  const labels = relabel(
    {
      job: config.job_name,
      __scheme__: config.scheme,
      __metrics_path__: config.metrics_path,
      __scrape_interval__: `${config.scrape_interval}ms`,
      __scrape_timeout__: `${config.scrape_timeout}ms`,
      ...Object.fromEntries(params),
      ...groupLabels,
      __address__: found,
    },
    config.relabel_configs,
  );
  if (labels === null) return null;
  const kept = publicLabels(labels);
  const url = urlOf(config, labels);
  return {
    id: `${url} ${JSON.stringify(Object.entries(kept).sort())}`,
    url,
    labels: kept,
    intervalMs: timeOf(labels, '__scrape_interval__'),
    timeoutMs: timeOf(labels, '__scrape_timeout__'),
  };
}

/** What is left for the series: no label that begins with two underscores, and the address as `instance` unless a rule set one. */
function publicLabels(labels: Labels): Labels {
  const kept = Object.entries(labels).filter(([name, value]) => !name.startsWith('__') && value !== '');
  return { instance: labels.__address__ ?? '', ...Object.fromEntries(kept) };
}

function urlOf(config: ScrapeConfig, labels: Labels): string {
  const host = labels.__address__ ?? '';
  if (!address.test(host)) throw new Error(`__address__: expected host:port, got "${host}"`);
  const url = new URL(`${labels.__scheme__ ?? 'http'}://${host}${labels.__metrics_path__ ?? '/metrics'}`);
  for (const [name, values] of Object.entries(config.params)) {
    for (const value of values.slice(1)) url.searchParams.append(name, value);
  }
  for (const [label, value] of Object.entries(labels)) {
    if (!label.startsWith('__param_')) continue;
    const name = label.slice('__param_'.length);
    const others = url.searchParams.getAll(name);
    url.searchParams.delete(name);
    for (const each of [value, ...others]) url.searchParams.append(name, each);
  }
  return url.href;
}

function timeOf(labels: Labels, label: string): number {
  const ms = parseDuration(labels[label] ?? '');
  if (ms === null || ms === 0 || ms > mostTimerMs)
    throw new Error(`${label}: expected a duration of at most 24d, got "${labels[label] ?? ''}"`);
  return ms;
}

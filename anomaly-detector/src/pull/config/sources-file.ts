import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { SeriesRule } from '../../alerting/series-rules.ts';
import { knownKeys } from '../../contract/index.ts';
import { unreadable } from '../../files/file-error.ts';
import { Interval } from '../../parse/units.ts';
import type { Credentials } from './credentials.ts';
import { PrometheusConfig } from './prometheus-config.ts';
import { ScrapeConfig } from './scrape-config.ts';
import { SeriesConfig } from './series-config.ts';

/** Where metrics are fetched from, and what holds for their series. */
export type Sources = { scrapes: ScrapeConfig[]; prometheus: PrometheusConfig[]; rules: SeriesRule[] };

const File = knownKeys({
  global: knownKeys({
    scrape_interval: Interval.default(60_000),
    scrape_timeout: Interval.default(10_000),
  }).prefault({}),
  scrape_configs: z.array(ScrapeConfig).default([]),
  prometheus: z.array(PrometheusConfig).default([]),
  series: z.array(SeriesConfig).default([]),
});

/** Reads a file of sources. Throws a sentence that names the file, the line, the key, what was expected and what came. */
export async function readSources(file: string): Promise<Sources> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw unreadable(file, cause);
  });
  return parseSources(text, file);
}

/** The sources in the text of a file; names of files in it are taken from the folder that it lies in. */
export function parseSources(text: string, file: string): Sources {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken !== undefined)
    throw new Error(`${file}:${broken.linePos?.[0].line ?? 1}: expected YAML, got ${broken.message}`);
  const parsed = File.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const line = lineOf(document, issue.path, lines);
    throw new Error(`${file}:${line}: ${pathText(issue.path)}: ${issue.message}`);
  }
  const { global, scrape_configs, prometheus, series: rules } = parsed.data;
  const scrapes = scrape_configs.map((config) => completed(config, global, file));
  const twice = scrapes.find(
    ({ job_name }, index) => scrapes.findIndex((other) => other.job_name === job_name) < index,
  );
  if (twice !== undefined)
    throw new Error(`${file}: job_name: expected each once, got ${twice.job_name} twice`);
  return { scrapes, prometheus: prometheus.map((config) => withFolder(config, dirname(file))), rules };
}

type Global = { scrape_interval: number; scrape_timeout: number };

function completed(config: z.infer<typeof ScrapeConfig>, global: Global, file: string): ScrapeConfig {
  const folder = dirname(file);
  const scrape_interval = config.scrape_interval ?? global.scrape_interval;
  // As in Prometheus: a job that is scraped more often than the common timeout gives up sooner.
  const scrape_timeout = config.scrape_timeout ?? Math.min(global.scrape_timeout, scrape_interval);
  if (scrape_timeout > scrape_interval) {
    throw new Error(
      `${file}: scrape_configs: ${config.job_name}: expected a scrape_timeout of at most the scrape_interval, ${scrape_interval} ms, got ${scrape_timeout} ms`,
    );
  }
  return {
    ...withFolder(config, folder),
    scrape_interval,
    scrape_timeout,
    file_sd_configs: config.file_sd_configs.map((each) => ({
      ...each,
      files: each.files.map((name) => placed(name, folder)),
    })),
    http_sd_configs: config.http_sd_configs.map((each) => withFolder(each, folder)),
  };
}

const placed = (name: string, folder: string): string => (isAbsolute(name) ? name : join(folder, name));

function withFolder<Source extends Credentials>(source: Source, folder: string): Source {
  const { basic_auth, authorization } = source;
  return {
    ...source,
    ...(basic_auth?.password_file !== undefined && {
      basic_auth: { ...basic_auth, password_file: placed(basic_auth.password_file, folder) },
    }),
    ...(authorization?.credentials_file !== undefined && {
      authorization: { ...authorization, credentials_file: placed(authorization.credentials_file, folder) },
    }),
  };
}

/** Where a key stands in the file; of one that is missing, where its parent stands. */
function lineOf(document: Document, path: readonly PropertyKey[], lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** Such as `scrape_configs[0].job_name`. */
const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'top';

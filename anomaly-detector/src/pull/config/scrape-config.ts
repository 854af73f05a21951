import { z } from 'zod';
import { knownKeys } from '../../contract/index.ts';
import { Bytes, Interval } from '../../parse/units.ts';
import { RelabelConfig } from '../relabel/rule.ts';
import { credentialKeys } from './credentials.ts';

const text = z.coerce.string();
/** What a page may hold where nothing else is said: Prometheus has no limit here, which a label bomb would use up. */
const defaultSamples = 100_000;
const defaultLabels = 40;
const defaultBytes = 50 * 1024 * 1024;

/** Targets with the labels that they share: the form of `static_configs`, of files and of HTTP answers. */
export const TargetGroup = knownKeys({
  targets: z.array(z.string().min(1)),
  labels: z.record(z.string(), text).default({}),
});
export type TargetGroup = z.infer<typeof TargetGroup>;

const FileSd = knownKeys({
  files: z
    .array(
      z.string().regex(/\.(json|ya?ml)$/i, 'expected a name or pattern that ends in .json, .yml or .yaml'),
    )
    .min(1),
  refresh_interval: Interval.default(300_000),
});
export type FileSd = z.infer<typeof FileSd>;

const HttpSd = knownKeys({
  url: z.url({ protocol: /^https?$/ }),
  refresh_interval: Interval.default(60_000),
  ...credentialKeys,
});
export type HttpSd = z.infer<typeof HttpSd>;

/** One entry of `scrape_configs`: Prometheus' own keys, as far as they are known here. */
export const ScrapeConfig = knownKeys({
  job_name: z.string().min(1),
  scrape_interval: Interval.optional(),
  scrape_timeout: Interval.optional(),
  metrics_path: z.string().startsWith('/').default('/metrics'),
  scheme: z.enum(['http', 'https']).default('http'),
  params: z.record(z.string(), z.array(text)).default({}),
  honor_labels: z.boolean().default(false),
  honor_timestamps: z.boolean().default(true),
  static_configs: z.array(TargetGroup).default([]),
  file_sd_configs: z.array(FileSd).default([]),
  http_sd_configs: z.array(HttpSd).default([]),
  relabel_configs: z.array(RelabelConfig).default([]),
  metric_relabel_configs: z.array(RelabelConfig).default([]),
  sample_limit: z.number().int().min(0).default(0),
  label_limit: z.number().int().min(0).default(0),
  body_size_limit: Bytes.default(0),
  ...credentialKeys,
}).transform((config) => ({
  ...config,
  sample_limit: config.sample_limit || defaultSamples,
  label_limit: config.label_limit || defaultLabels,
  body_size_limit: config.body_size_limit || defaultBytes,
}));

/** A scrape configuration with every default filled in; durations in ms, sizes in bytes. */
export type ScrapeConfig = z.infer<typeof ScrapeConfig> & { scrape_interval: number; scrape_timeout: number };

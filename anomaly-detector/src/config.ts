import { z } from 'zod';
import { type Limits, limitsOf, limitVariables } from './ingest/series/limits.ts';

const list = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    );
const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

const Environment = z.object({
  BREAKWATER_HOST: z.string().min(1).default('127.0.0.1'),
  BREAKWATER_DETECTOR_PORT: z.coerce.number().int().min(0).max(65_535).default(4420),
  BREAKWATER_ENVIRONMENT: z.string().min(1).default('production'),
  BREAKWATER_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
  BREAKWATER_DATA_DIR: z.string().min(1).default('.breakwater'),
  BREAKWATER_TARGETS_FILE: z.string().min(1).optional(),
  BREAKWATER_SOURCES_FILE: z.string().min(1).optional(),
  BREAKWATER_SCRAPE_INTERVAL_MS: z.coerce.number().int().min(200).max(3_600_000).default(2000),
  BREAKWATER_CONTROL_PLANE_URL: httpUrl.optional(),
  BREAKWATER_DETECTOR_TOKEN: z.string().min(1).optional(),
  BREAKWATER_BUS: z
    .string()
    .regex(/^(kafka|redis|rediss):\/\//, 'expected kafka://host:port or redis://host:port')
    .optional(),
  BREAKWATER_DETECTOR_ROLE: z.enum(['all', 'front', 'worker']).default('all'),
  BREAKWATER_DETECTOR_PARTITIONS: z.coerce.number().int().min(1).max(1024).default(12),
  BREAKWATER_DETECTOR_SNAPSHOT_INTERVAL_MS: z.coerce.number().int().min(100).max(3_600_000).default(10_000),
  BREAKWATER_DETECTOR_URL: httpUrl.optional(),
  BREAKWATER_DETECTOR_TOPIC_PREFIX: z
    .string()
    .regex(/^[\w.-]*$/, 'expected letters, digits, dots, dashes and underscores')
    .default(''),
  ...limitVariables,
  BREAKWATER_ENTRY_SERVICES: list('gateway'),
  BREAKWATER_UNOWNED_SERVICES: list('payment-gateway'),
});

/** How the detector runs, read once from the environment. */
export type Config = Readonly<{
  host: string;
  port: number;
  environment: string;
  logLevel: z.infer<typeof Environment>['BREAKWATER_LOG_LEVEL'];
  dataDir: string;
  /** Null: nothing is scraped by it. */
  targetsFile: string | null;
  /** Null: nothing else is fetched; samples come by what is written. */
  sourcesFile: string | null;
  scrapeIntervalMs: number;
  /** Null: incidents stay in the log. */
  controlPlaneUrl: string | null;
  detectorToken: string;
  /** Null: changes come from the control plane alone. */
  busUrl: string | null;
  /** `all` is one process without Kafka; otherwise a `front` takes samples in and `worker`s learn them. */
  role: 'all' | 'front' | 'worker';
  /** Of the topic of samples; cannot be changed once something has been learnt. */
  partitions: number;
  snapshotIntervalMs: number;
  topicPrefix: string;
  /** Under which a front reaches this worker; null: where it listens. */
  workerUrl: string | null;
  limits: Limits;
  entryServices: readonly string[];
  unownedServices: readonly string[];
}>;

/** Reads the configuration; throws one sentence that names the variable, what was expected and what came. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = String(issue.path[0]);
    throw new Error(`${name}: ${issue.message}, got "${present[name] ?? ''}"`);
  }
  const read = parsed.data;
  if (read.BREAKWATER_CONTROL_PLANE_URL !== undefined && read.BREAKWATER_DETECTOR_TOKEN === undefined) {
    throw new Error(
      'BREAKWATER_DETECTOR_TOKEN: expected the token of the detector because BREAKWATER_CONTROL_PLANE_URL is set, got nothing',
    );
  }
  if (read.BREAKWATER_DETECTOR_ROLE !== 'all' && read.BREAKWATER_BUS?.startsWith('kafka://') !== true) {
    throw new Error(
      `BREAKWATER_BUS: expected kafka://host:port because BREAKWATER_DETECTOR_ROLE is ${read.BREAKWATER_DETECTOR_ROLE}, got "${read.BREAKWATER_BUS ?? ''}"`,
    );
  }
  return Object.freeze({
    host: read.BREAKWATER_HOST,
    port: read.BREAKWATER_DETECTOR_PORT,
    environment: read.BREAKWATER_ENVIRONMENT,
    logLevel: read.BREAKWATER_LOG_LEVEL,
    dataDir: read.BREAKWATER_DATA_DIR,
    targetsFile: read.BREAKWATER_TARGETS_FILE ?? null,
    sourcesFile: read.BREAKWATER_SOURCES_FILE ?? null,
    scrapeIntervalMs: read.BREAKWATER_SCRAPE_INTERVAL_MS,
    controlPlaneUrl: read.BREAKWATER_CONTROL_PLANE_URL ?? null,
    detectorToken: read.BREAKWATER_DETECTOR_TOKEN ?? '',
    busUrl: read.BREAKWATER_BUS ?? null,
    role: read.BREAKWATER_DETECTOR_ROLE,
    partitions: read.BREAKWATER_DETECTOR_PARTITIONS,
    snapshotIntervalMs: read.BREAKWATER_DETECTOR_SNAPSHOT_INTERVAL_MS,
    topicPrefix: read.BREAKWATER_DETECTOR_TOPIC_PREFIX,
    workerUrl: read.BREAKWATER_DETECTOR_URL ?? null,
    limits: limitsOf(read),
    entryServices: read.BREAKWATER_ENTRY_SERVICES,
    unownedServices: read.BREAKWATER_UNOWNED_SERVICES,
  });
}

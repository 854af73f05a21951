import { z } from 'zod';

const Url = z.url({ protocol: /^https?$/, error: 'a http:// or https:// address' });

const Environment = z.object({
  BREAKWATER_HOST: z.string().min(1).default('127.0.0.1'),
  BREAKWATER_CONTROL_PLANE_PORT: z.coerce.number().int().min(0).max(65_535).default(4400),
  BREAKWATER_ENVIRONMENT: z.enum(['development', 'production']).default('production'),
  BREAKWATER_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  BREAKWATER_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'a postgres:// address' }),
  BREAKWATER_BUS: z
    .string()
    .regex(/^(kafka|rediss?):\/\/.+/, 'a kafka://host:port or redis://host:port address')
    .optional(),
  BREAKWATER_SDK_TOKEN: z
    .string()
    .regex(/^[^:]+:[^.]+\.\S{8,}$/, 'a token such as default:production.<secret of 8 characters or more>'),
  BREAKWATER_DETECTOR_TOKEN: z.string().min(8, 'a secret of 8 characters or more'),
  BREAKWATER_CI_TOKEN: z.string().min(8, 'a secret of 8 characters or more').optional(),
  BREAKWATER_DETECTOR_URL: Url.optional(),
  BREAKWATER_LAB_URL: Url.optional(),
  BREAKWATER_ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) => list.split(',').flatMap((origin) => (origin.trim() ? [origin.trim()] : [])))
    .pipe(z.array(Url)),
  BREAKWATER_SEED_FILE: z.string().min(1).optional(),
  BREAKWATER_RESTORE_STEP_MS: z.coerce.number().int().min(1000).max(3_600_000).default(30_000),
  BREAKWATER_DATA_DIR: z.string().min(1).default('.breakwater'),
  BREAKWATER_DETECTOR_AWAY_MS: z.coerce.number().int().min(1000).default(30_000),
});

/** Everything that the control plane reads from its environment, read once. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly environment: 'development' | 'production';
  readonly logLevel: string;
  readonly databaseUrl: string;
  /** Absent: events wait in the outbox. */
  readonly busUrl: string | undefined;
  readonly sdkToken: string;
  readonly detectorToken: string;
  readonly ciToken: string | undefined;
  readonly detectorUrl: string | undefined;
  readonly labUrl: string | undefined;
  readonly allowedOrigins: readonly string[];
  readonly seedFile: string | undefined;
  /** Milliseconds at each step of a restore. */
  readonly restoreStepMs: number;
  /** Folder of the journal, which keeps kills while Postgres is away. */
  readonly dataDir: string;
  /** Milliseconds without an answer of the detector after which rollouts hold. */
  readonly detectorAwayMs: number;
}

/** Says which variable was wrong, what was expected and what came. */
export class ConfigError extends Error {
  readonly code = 'config_invalid';
}

/** Reads the environment; throws {@link ConfigError} naming every variable that is missing or wrong. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const read = Environment.safeParse(given);
  if (!read.success) {
    throw new ConfigError(read.error.issues.map((issue) => describe(issue, given)).join('; '));
  }
  const values = read.data;
  return Object.freeze({
    host: values.BREAKWATER_HOST,
    port: values.BREAKWATER_CONTROL_PLANE_PORT,
    environment: values.BREAKWATER_ENVIRONMENT,
    logLevel: values.BREAKWATER_LOG_LEVEL,
    databaseUrl: values.BREAKWATER_DATABASE_URL,
    busUrl: values.BREAKWATER_BUS,
    sdkToken: values.BREAKWATER_SDK_TOKEN,
    detectorToken: values.BREAKWATER_DETECTOR_TOKEN,
    ciToken: values.BREAKWATER_CI_TOKEN,
    detectorUrl: values.BREAKWATER_DETECTOR_URL,
    labUrl: values.BREAKWATER_LAB_URL,
    allowedOrigins: Object.freeze(values.BREAKWATER_ALLOWED_ORIGINS.map((url) => new URL(url).origin)),
    seedFile: values.BREAKWATER_SEED_FILE,
    restoreStepMs: values.BREAKWATER_RESTORE_STEP_MS,
    dataDir: values.BREAKWATER_DATA_DIR,
    detectorAwayMs: values.BREAKWATER_DETECTOR_AWAY_MS,
  });
}

const secrets = /TOKEN|SECRET|DATABASE_URL/;

function describe(issue: { path: PropertyKey[]; message: string }, env: Record<string, string | undefined>) {
  const name = String(issue.path[0]);
  const value = env[name];
  const came = value === undefined ? 'nothing' : secrets.test(name) ? 'another value' : `"${value}"`;
  return `${name}: expected ${issue.message.replace(/^Invalid input: expected /, '')}, got ${came}`;
}

import { z } from 'zod';
import { defaultPorts, type ServiceName, serviceNames } from './service-names.ts';

const url = (fallback: string) => z.url({ error: 'a URL' }).default(fallback);
const local = (service: ServiceName) => url(`http://127.0.0.1:${defaultPorts[service]}`);
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

const Target = z
  .string()
  .regex(/^[a-z-]+=https?:\/\/[^=]+$/, 'a comma list of service=url')
  .transform((text) => {
    const at = text.indexOf('=');
    return { service: text.slice(0, at), url: text.slice(at + 1) };
  });

const defaultTargets = serviceNames
  .filter((service) => service !== 'lab')
  .map((service) => `${service}=http://127.0.0.1:${defaultPorts[service]}`)
  .join(',');

const Environment = z.object({
  BREAKWATER_HOST: z.string().min(1).default('127.0.0.1'),
  BREAKWATER_ENVIRONMENT: z.string().min(1).default('production'),
  BREAKWATER_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'a pino level such as info',
    })
    .default('info'),
  BREAKWATER_DATA_DIR: z.string().min(1).default('.breakwater'),
  BREAKWATER_UNLEASH_API: url('http://127.0.0.1:4400/unleash/api'),
  BREAKWATER_CONTROL_PLANE_URL: url('http://127.0.0.1:4400'),
  BREAKWATER_SDK_TOKEN: z.string().min(1).default('default:production.unset'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ error: 'a URL' }).optional(),
  COMMERCE_PORT: z.coerce.number({ error: 'a port number' }).int().min(0).max(65_535).optional(),
  COMMERCE_INSTANCE: z.string().min(1).optional(),
  COMMERCE_FAULTS_FROM: z
    .enum(['loopback', 'anywhere'], { error: 'loopback or anywhere' })
    .default('loopback'),
  COMMERCE_DATABASE_URL: url('postgres://postgres:postgres@127.0.0.1:15432/commerce'),
  COMMERCE_REDIS_URL: url('redis://127.0.0.1:16379'),
  COMMERCE_REDIS_PREFIX: z.string().default('commerce:'),
  COMMERCE_BUS: z
    .string()
    .regex(/^(kafka|redis):\/\//, 'kafka://host:port or redis://host:port')
    .default('redis://127.0.0.1:16379'),
  COMMERCE_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-z0-9.-]*$/, 'lower-case letters, digits, dots and dashes')
    .default(''),
  COMMERCE_CATALOG_URL: local('catalog'),
  COMMERCE_RECOMMENDATION_URL: local('recommendation'),
  COMMERCE_ORDER_URL: local('order'),
  COMMERCE_INVENTORY_URL: local('inventory'),
  COMMERCE_PAYMENT_URL: local('payment'),
  COMMERCE_PAYMENT_GATEWAY_URL: local('payment-gateway'),
  COMMERCE_GATEWAY_URLS: list.default([`http://127.0.0.1:${defaultPorts.gateway}`]),
  COMMERCE_TARGETS: list.pipe(z.array(Target)).default(list.pipe(z.array(Target)).parse(defaultTargets)),
  COMMERCE_LOAD_RPS: z.coerce.number({ error: 'requests per second' }).min(0).max(2000).default(40),
});

/** All that a process of the shop learns from its environment, read once. */
export type Config = Readonly<ReturnType<typeof readConfig>>;

/** Thrown when a variable is wrong; its message names the variable, what was expected and what came. */
export class ConfigError extends Error {
  readonly code = 'config_invalid';
}

/** The frozen configuration of one process. Throws ConfigError. */
export function readConfig(service: ServiceName, env: Record<string, string | undefined>) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) throw new ConfigError(describe(parsed.error, env));
  const e = parsed.data;
  return Object.freeze({
    service,
    instance: e.COMMERCE_INSTANCE ?? `${service}-1`,
    environment: e.BREAKWATER_ENVIRONMENT,
    host: e.BREAKWATER_HOST,
    port: e.COMMERCE_PORT ?? defaultPorts[service],
    logLevel: e.BREAKWATER_LOG_LEVEL,
    dataDir: e.BREAKWATER_DATA_DIR,
    unleashApi: e.BREAKWATER_UNLEASH_API,
    controlPlaneUrl: e.BREAKWATER_CONTROL_PLANE_URL,
    sdkToken: e.BREAKWATER_SDK_TOKEN,
    otlpEndpoint: e.OTEL_EXPORTER_OTLP_ENDPOINT,
    faultsFrom: e.COMMERCE_FAULTS_FROM,
    databaseUrl: e.COMMERCE_DATABASE_URL,
    redisUrl: e.COMMERCE_REDIS_URL,
    redisPrefix: e.COMMERCE_REDIS_PREFIX,
    busUrl: e.COMMERCE_BUS,
    topicPrefix: e.COMMERCE_TOPIC_PREFIX,
    catalogUrl: e.COMMERCE_CATALOG_URL,
    recommendationUrl: e.COMMERCE_RECOMMENDATION_URL,
    orderUrl: e.COMMERCE_ORDER_URL,
    inventoryUrl: e.COMMERCE_INVENTORY_URL,
    paymentUrl: e.COMMERCE_PAYMENT_URL,
    paymentGatewayUrl: e.COMMERCE_PAYMENT_GATEWAY_URL,
    gatewayUrls: e.COMMERCE_GATEWAY_URLS,
    targets: e.COMMERCE_TARGETS,
    loadRequestsPerSecond: e.COMMERCE_LOAD_RPS,
  });
}

function describe(error: z.ZodError, env: Record<string, string | undefined>): string {
  return error.issues
    .map((issue) => {
      const name = String(issue.path[0]);
      return `${name} must be ${issue.message.replace(/^Invalid input: expected /, '')}, but it is ${JSON.stringify(env[name])}`;
    })
    .join('; ');
}

import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import {
  ApiTokenType,
  create,
  type IUnleashServices,
  type IUnleashStores,
  LogLevel,
  SYSTEM_USER_AUDIT,
  sharedEventEmitter,
} from 'unleash-server';
import type { Config } from '../../config.ts';
import type { UnleashApp, UnleashRequest, UnleashResponse } from './express.ts';
import { limitedConnection, limitedPool } from './limited-pool.ts';
import { registerShareStrategy } from './share-strategy.ts';
import { unleashLog } from './unleash-log.ts';

/** Where the embedded flag engine lives under the control plane's port. */
export const unleashPath = '/unleash';

/** The embedded flag engine: its app and its services, without a port of its own. */
export interface EmbeddedUnleash {
  app: UnleashApp;
  services: IUnleashServices;
  stores: IUnleashStores;
  stop(): Promise<void>;
}

/** Handlers that the control plane puts into the flag engine's own request chain. */
export interface UnleashHooks {
  /** Puts the signed-in person on the request and resolves to true, or answers and resolves to false. */
  authenticate(req: UnleashRequest, res: UnleashResponse): Promise<boolean>;
  /** Serves the stream of flags; the flag engine has checked the token already. */
  stream(req: UnleashRequest, res: UnleashResponse): void;
  /** Sees a poll for flags, whose token was checked, and resolves to true where it has answered it. */
  poll(req: UnleashRequest, res: UnleashResponse): Promise<boolean>;
}

/** Parts of the flag engine that have no place here: people sign in with the control plane only. */
const closedPaths = ['internal-backstage', 'auth', 'invite'];

/** Starts the flag engine in this process; it migrates its own tables first. */
export async function openUnleash(
  config: Config,
  log: Logger,
  hooks: UnleashHooks,
): Promise<EmbeddedUnleash> {
  let pool: UnleashDb['client']['pool'] | undefined;
  const unleash = await keepProcessHandlers(() =>
    create({
      databaseUrl: config.databaseUrl,
      db: {
        ssl: /[?&]sslmode=(require|verify)/.test(config.databaseUrl),
        applicationName: 'breakwater-unleash',
        ...limitedConnection,
        pool: { min: 0, max: 8, ...limitedPool },
      },
      getLogger: unleashLog(log),
      logLevel: LogLevel.warn,
      isOss: true,
      versionCheck: { enable: false },
      telemetry: false,
      server: {
        baseUriPath: unleashPath,
        gracefulShutdownEnable: false,
        serverMetrics: false,
        secret: cookieSecret(config),
      },
      experimental: { flags: { deltaApi: true } },
      rateLimiting: { tokenAuthenticationMaxPerMinute: 1_000_000, sdkApiMaxPerMinute: 1_000_000 },
      authentication: {
        type: 'custom' as never,
        createAdminUser: false,
        customAuthHandler: (app: UnleashApp) => {
          app.use(`${unleashPath}/api/admin`, (req, res, next) => {
            hooks.authenticate(req, res).then((known) => known && next(), next);
          });
        },
        initApiTokens: [sdkToken(config.sdkToken)],
      },
      preRouterHook: (
        app: UnleashApp,
        _config: unknown,
        _services: unknown,
        _stores: unknown,
        db: UnleashDb,
      ) => {
        pool = db.client.pool;
        for (const closed of closedPaths) {
          app.use(`${unleashPath}/${closed}`, (_req, res) => void res.status(404).end());
        }
        app.get(`${unleashPath}/api/client/streaming`, (req, res) => hooks.stream(req, res));
        app.get(`${unleashPath}/api/client/features`, (req, res, next) => {
          hooks.poll(req, res).then((isAnswered) => isAnswered || next(), next);
        });
      },
    }),
  );
  watchOnboarding(unleash.services, log);
  await keepSdkToken(unleash.stores, config.sdkToken);
  await registerShareStrategy(unleash.stores);
  return {
    app: unleash.app as UnleashApp,
    services: unleash.services,
    stores: unleash.stores,
    stop: async () => {
      // The flag engine keeps these for the whole process: a later start must not be heard by this one.
      sharedEventEmitter.removeAllListeners();
      unleash.services.schedulerService.stop();
      if (pool !== undefined) await untilIdle(pool);
      await unleash.stop();
      unleash.services.configurationRevisionService.destroy();
    },
  };
}

/** Nobody watches the promises of how soon people first used the flag engine: where Postgres goes away meanwhile, they would fail unheard. */
function watchOnboarding(
  { onboardingService }: Pick<IUnleashServices, 'onboardingService'>,
  log: Logger,
): void {
  const insert = onboardingService.insert.bind(onboardingService);
  onboardingService.insert = (event) =>
    insert(event).catch((error: unknown) =>
      log.warn({ err: error }, 'onboarding of the flag engine not counted'),
    );
}

/** What is used of the flag engine's own connections. */
interface UnleashDb {
  client: { pool: { numUsed(): number; numPendingAcquires(): number } };
}

const idleWithinMs = 1000;
const idleForMs = 50;

/** The flag engine does some work that nobody waits for; cut off in the middle, it would fail unheard. */
async function untilIdle(pool: UnleashDb['client']['pool']): Promise<void> {
  const until = performance.now() + idleWithinMs;
  let idleSince = performance.now();
  while (performance.now() < until && performance.now() - idleSince < idleForMs) {
    if (pool.numUsed() + pool.numPendingAcquires() > 0) idleSince = performance.now();
    await delay(5);
  }
}

const processEvents = ['uncaughtException', 'unhandledRejection'] as const;

/** The flag engine and its migrations each decide for the whole process what becomes of errors; that is for main to say. */
async function keepProcessHandlers<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = new Map(processEvents.map((event) => [event, process.rawListeners(event)]));
  try {
    return await work();
  } finally {
    for (const event of processEvents) {
      for (const listener of process.rawListeners(event)) {
        if (!before.get(event)?.includes(listener)) process.off(event, listener as () => void);
      }
    }
  }
}

function sdkToken(secret: string) {
  const [project = '*', rest = ''] = secret.split(':');
  const environment = rest.split('.')[0] ?? '';
  return {
    secret,
    type: ApiTokenType.BACKEND,
    tokenName: `breakwater-sdk-${environment}`,
    environment,
    projects: [project],
  };
}

/** The same on every replica, and not the flag engine's well-known default. */
function cookieSecret({ detectorToken, sdkToken }: Config): string {
  return createHash('sha256').update(`unleash-cookie ${detectorToken} ${sdkToken}`).digest('base64url');
}

/** The flag engine takes initial tokens into an empty database only; a token that was changed later must work too. */
async function keepSdkToken(stores: IUnleashStores, secret: string): Promise<void> {
  if (await stores.apiTokenStore.exists(secret)) return;
  await stores.apiTokenStore.insert(sdkToken(secret), SYSTEM_USER_AUDIT.id);
}

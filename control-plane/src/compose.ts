import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger, pino } from 'pino';
import { type App, buildApp } from './adapters/http/app.ts';
import { dispatchServer } from './adapters/http/dispatch.ts';
import { guardRoutes } from './adapters/http/guard.ts';
import { Identifier, type Machine } from './adapters/http/identity.ts';
import { LiveStream } from './adapters/http/live-stream.ts';
import { auditRoutes } from './adapters/http/routes/audit.ts';
import { changeRoutes } from './adapters/http/routes/changes.ts';
import { instanceRoutes } from './adapters/http/routes/instances.ts';
import { liveRoutes } from './adapters/http/routes/live.ts';
import { probeRoutes } from './adapters/http/routes/probes.ts';
import { sessionRoutes } from './adapters/http/routes/session.ts';
import { switchRoutes } from './adapters/http/routes/switches.ts';
import { openDatabase } from './adapters/postgres/database.ts';
import { beginCursor, seedAuthor } from './adapters/postgres/flag-events.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { Notifications } from './adapters/postgres/notifications.ts';
import { parseSignal, signalChannel } from './adapters/postgres/signals.ts';
import { openStore } from './adapters/postgres/store.ts';
import { waitForDatabase } from './adapters/postgres/wait-for-database.ts';
import { secrets } from './adapters/secrets/secrets.ts';
import { createMetrics } from './adapters/telemetry/metrics.ts';
import { openFlags } from './adapters/unleash/open-flags.ts';
import { unleashPath } from './adapters/unleash/open-unleash.ts';
import { machineAuthor } from './adapters/unleash/people.ts';
import type { Config } from './config.ts';
import type { LiveEvent } from './contract/live.ts';
import type { Actor } from './domain/access/actor.ts';
import { readSeed } from './seed/seed-file.ts';
import { Access } from './services/access.ts';
import { ChangeLedger } from './services/change-ledger.ts';
import { HeartbeatIntake } from './services/heartbeat-intake.ts';
import { InstanceRegistry } from './services/instance-registry.ts';
import { LiveBuffer } from './services/live-buffer.ts';
import { type LiveReaders, LiveView } from './services/live-view.ts';
import { PropagationTracker } from './services/propagation-tracker.ts';
import { seedSystem } from './services/seed-system.ts';
import { findSwitch, listSwitches, readPropagations } from './services/switches.ts';
import { toChangeEvent } from './services/to-change-event.ts';

/** A running control plane. */
export interface ControlPlane {
  /** Such as `http://127.0.0.1:4400`. */
  url: string;
  close(): Promise<void>;
}

/** What a caller may put in place of the real thing. */
export interface Overrides {
  log?: Logger;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** How long Postgres may be away at the start. */
const databaseWaitMs = 20_000;
/** Flags are read again this often even when nothing was told, in case a notification was lost. */
const rereadEveryMs = 5_000;
/** Instances that were seen within this time before the start are still known after it. */
const instancesBeforeStartMs = 10 * 60_000;

/** Starts everything; rejects, with what was opened closed again, where it cannot. */
export async function startControlPlane(config: Config, overrides: Overrides = {}): Promise<ControlPlane> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
  };
  try {
    return { url: await start(config, overrides, closers), close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}

async function start(config: Config, overrides: Overrides, closers: (() => unknown)[]): Promise<string> {
  const { environment } = config;
  const log = overrides.log ?? pino({ name: 'control-plane', level: config.logLevel });
  const now = overrides.now ?? Date.now;
  const replica = randomUUID();
  const warn = (what: string) => (error: unknown) =>
    log.warn({ err: error instanceof Error ? error.message : String(error) }, what);

  const database = openDatabase(config.databaseUrl, warn('a Postgres connection was lost'));
  closers.push(() => database.close());
  await waitForDatabase(database, config.databaseUrl, databaseWaitMs, log);
  const store = openStore(database, environment, replica);

  const access = new Access({ people: store.people, secrets, environment, now });
  const identifier = new Identifier(access, machinesOf(config), config.allowedOrigins);
  const flags = await openFlags(config, database, identifier, log);
  closers.push(() => flags.close());
  await migrate(database);
  await beginCursor(database);
  const { engine } = flags;
  const revision = () => flags.streams.revision;

  const registry = new InstanceRegistry();
  const metrics = createMetrics();
  const buffer = new LiveBuffer(now().toString(36));
  const tracker = new PropagationTracker({
    store,
    registry,
    now,
    onProgress: ({ changeId }) => view.show({ kind: 'propagation', id: changeId }),
    onError: warn('confirmations could not be stored yet'),
  });
  closers.push(() => tracker.flush().catch(() => undefined));
  const ledger = new ChangeLedger({ store, environment, registry, tracker, now });
  const reads = { store, engine, tracker, registry, environment, revision, now };
  const readers: LiveReaders = {
    switch: async (key) => eventsOf('switch', await findSwitch(reads, key)),
    propagation: async (id) => eventsOf('propagation', (await readPropagations(reads, [id])).get(id)),
    change: async (id) =>
      (await store.changes.listById([id])).flatMap((c) => eventsOf('change', toChangeEvent(c))),
    instances: async () => eventsOf('instances', { revision: revision(), instances: registry.list(now()) }),
    incident: async () => [],
    rollout: async () => [],
  };
  const view = new LiveView(buffer, readers, warn('a live event could not be read'));
  closers.push(() => view.close());
  const intake = new HeartbeatIntake({
    registry,
    tracker,
    instances: store.instances,
    now,
    onNews: () => view.show({ kind: 'instances', id: '' }),
    onError: warn('heartbeats could not be stored yet'),
  });
  closers.push(() => intake.close());

  const rereadFlags = () =>
    Promise.all([flags.push(), ledger.tell()]).then(() => undefined, warn('flags could not be read yet'));
  const notifications = new Notifications(database, () => void rereadFlags());
  notifications.on('breakwater_flags', () => void rereadFlags());
  notifications.on(signalChannel, (payload) => {
    const told = parseSignal(payload);
    view.show(told);
    if (told.from !== replica && told.kind === 'change')
      tracker.load().catch(warn('a change could not be followed'));
  });
  await notifications.open();
  closers.push(() => notifications.close());

  await intake.load(new Date(now() - instancesBeforeStartMs));
  await tracker.load();
  if (config.seedFile !== undefined) {
    const author = machineAuthor(seedAuthor);
    await seedSystem(
      { store, engine, secrets, author, createRollout: async () => {} },
      await readSeed(config.seedFile),
    );
  }
  await Promise.all([flags.push(), ledger.tell()]);
  const reread = setInterval(rereadFlags, rereadEveryMs);
  closers.push(() => clearInterval(reread));

  const snapshot = async (): Promise<LiveEvent[]> => [
    ...(await listSwitches(reads)).switches.flatMap((one) => eventsOf('switch', one)),
    ...(await readers.instances('')),
  ];
  const live = new LiveStream(buffer, snapshot, now);
  closers.push(() => live.close());

  const app = await buildApp({
    log,
    allowedOrigins: config.allowedOrigins,
    serverFactory: (handler) => dispatchServer(unleashPath, flags.app, handler as RequestListener),
    onAnswered: (request, reply, seconds) => {
      const route = request.routeOptions.url ?? 'unknown';
      metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds);
    },
  });
  closers.push(() => app.close());
  const authorOf = async (actor: Actor) => {
    const user = await store.people.findUser(actor.name);
    return user ? flags.people.authorOf(user) : machineAuthor(actor.name);
  };
  guardRoutes(app, identifier);
  sessionRoutes(app, { access, identifier, environment, allowedOrigins: config.allowedOrigins });
  switchRoutes(app, { ...reads, ledger, authorOf, push: flags.push });
  changeRoutes(app, { ...reads, store });
  instanceRoutes(app, { registry, intake, revision, now });
  auditRoutes(app, store.audit);
  liveRoutes(app, live);
  probeRoutes(app, { metrics, checkReady: async () => void (await database.query('select 1')) });

  return listen(app, config);
}

/** The machines that have a token of their own. */
function machinesOf(config: Config): Machine[] {
  return [
    { name: 'sdk', token: config.sdkToken },
    { name: 'detector', token: config.detectorToken, role: 'viewer' },
    ...(config.ciToken === undefined ? [] : [{ name: 'ci', token: config.ciToken, role: 'viewer' as const }]),
  ];
}

function eventsOf<Type extends LiveEvent['type']>(
  type: Type,
  data: Extract<LiveEvent, { type: Type }>['data'] | undefined,
): LiveEvent[] {
  return data === undefined ? [] : [{ type, data } as LiveEvent];
}

async function listen(app: App, { host, port }: Config): Promise<string> {
  await app.listen({ host, port });
  const address = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openBus } from '@breakwater/event-bus';
import { type Logger, pino } from 'pino';
import { OutboxPublisher } from './adapters/bus/outbox-publisher.ts';
import { httpDetector } from './adapters/detector/http-detector.ts';
import { type App, buildApp } from './adapters/http/app.ts';
import { breakGlassRoutes } from './adapters/http/break-glass/routes.ts';
import { dispatchServer } from './adapters/http/dispatch.ts';
import { guardRoutes } from './adapters/http/guard.ts';
import { Identifier, type Machine } from './adapters/http/identity.ts';
import { LiveStream } from './adapters/http/live-stream.ts';
import { auditRoutes } from './adapters/http/routes/audit.ts';
import { changeRoutes } from './adapters/http/routes/changes.ts';
import { incidentRoutes } from './adapters/http/routes/incidents.ts';
import { instanceRoutes } from './adapters/http/routes/instances.ts';
import { killabilityRoutes } from './adapters/http/routes/killability.ts';
import { labRoutes } from './adapters/http/routes/lab.ts';
import { levelRoutes } from './adapters/http/routes/levels.ts';
import { liveRoutes } from './adapters/http/routes/live.ts';
import { policyRoutes } from './adapters/http/routes/policies.ts';
import { probeRoutes } from './adapters/http/routes/probes.ts';
import { rolloutRoutes } from './adapters/http/routes/rollouts.ts';
import { serviceRoutes } from './adapters/http/routes/services.ts';
import { sessionRoutes } from './adapters/http/routes/session.ts';
import { switchRoutes } from './adapters/http/routes/switches.ts';
import { killJournal } from './adapters/journal/kill-journal.ts';
import { httpLab } from './adapters/lab/http-lab.ts';
import { type Database, openDatabase } from './adapters/postgres/database.ts';
import { beginCursor, flagChannel, seedAuthor } from './adapters/postgres/flag-events.ts';
import { LeaderLock } from './adapters/postgres/leader-lock.ts';
import { lockUntilCommit } from './adapters/postgres/lock.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { Notifications } from './adapters/postgres/notifications.ts';
import { outboxChannel } from './adapters/postgres/outbox.ts';
import { Ping } from './adapters/postgres/ping.ts';
import { saysAway } from './adapters/postgres/says-away.ts';
import { parseSignal, signalChannel } from './adapters/postgres/signals.ts';
import { openStore } from './adapters/postgres/store.ts';
import { waitForDatabase } from './adapters/postgres/wait-for-database.ts';
import { secrets } from './adapters/secrets/secrets.ts';
import { createMetrics, type Metrics } from './adapters/telemetry/metrics.ts';
import { type Flags, openFlags } from './adapters/unleash/open-flags.ts';
import { unleashPath } from './adapters/unleash/open-unleash.ts';
import { machineAuthor } from './adapters/unleash/people.ts';
import type { Config } from './config.ts';
import type { LiveEvent, Reminder } from './contract/live.ts';
import type { Actor } from './domain/access/actor.ts';
import { OpsError } from './domain/ops-error.ts';
import { switchKeeper } from './domain/switch/keeping.ts';
import { alertsOf, type SwitchPlace } from './domain/switch/surroundings.ts';
import { readSeed } from './seed/seed-file.ts';
import { Access } from './services/access.ts';
import { ChangeLedger } from './services/change-ledger.ts';
import { ClockWork } from './services/clock-work.ts';
import { DatabaseWatch } from './services/database-watch.ts';
import { DetectorWatch } from './services/detector-watch.ts';
import { type DrillDeps, watchDrills } from './services/drills.ts';
import { killSwitch } from './services/flip-switch.ts';
import { GuardHistory } from './services/guard-history.ts';
import { HeartbeatIntake } from './services/heartbeat-intake.ts';
import { type Beat, InstanceRegistry } from './services/instance-registry.ts';
import {
  type AnywayDeps,
  getPropagationAnyway,
  getSwitchAnyway,
  LastKnown,
  listSwitchesAnyway,
} from './services/kill-anyway.ts';
import { LabView } from './services/lab-view.ts';
import { readLevel, resumeLevel } from './services/levels.ts';
import { LiveBuffer } from './services/live-buffer.ts';
import { type LiveReaders, LiveView } from './services/live-view.ts';
import { OutageKills, type OutageKillsDeps } from './services/outage-kills.ts';
import { expirePolicies, findPolicy } from './services/policies.ts';
import type { FlagAuthor } from './services/ports/flag-engine.ts';
import type { Signal, StoreWithTransactions } from './services/ports/store.ts';
import { type PreviewDeps, saveFallbacks } from './services/preview-switch.ts';
import { PropagationTracker } from './services/propagation-tracker.ts';
import { getIncident, listUnresolvedIncidents } from './services/read-incidents.ts';
import { applyRollout } from './services/rollout-applier.ts';
import { RolloutEngine } from './services/rollout-engine.ts';
import { createRollout, getRollout, listRollouts, type RolloutDeps } from './services/rollouts.ts';
import { seedSystem } from './services/seed-system.ts';
import { keepSwitches } from './services/switch-keeper.ts';
import { findSwitch, lookAt, type SwitchReads } from './services/switches.ts';
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

/** What keeps failing is said again this often, not each time. */
const sameWarningMs = 10_000;
/** Heartbeats of other replicas are read again this far back, for clocks differ and notifications may be late. */
const instancesOverlapMs = 10_000;

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

/** What every part is built with. */
interface Ground {
  config: Config;
  log: Logger;
  now: () => number;
  /** Tells this process from the other replicas. */
  replica: string;
  database: Database;
  store: StoreWithTransactions;
  watch: DatabaseWatch;
  /** Takes what must be closed; the last opened is closed first. */
  onClose(close: () => unknown): void;
  /** A handler that logs what went wrong and goes on. */
  warn(what: string): (error: unknown) => void;
}

async function start(config: Config, overrides: Overrides, closers: (() => unknown)[]): Promise<string> {
  const ground = await openGround(config, overrides, closers);
  const { store, now, database, watch, onClose } = ground;
  const access = new Access({ people: store.people, secrets, environment: config.environment, now, watch });
  const identifier = new Identifier(access, machinesOf(config), config.allowedOrigins);
  const passive: { take?: HeartbeatIntake['take'] } = {};
  const seams = {
    now,
    canRead: () => !watch.isAway,
    listSettled: (ids: readonly string[]) => store.journal.listSettled(ids),
    takeBeat: (beat: Beat) => passive.take?.(beat),
  };
  const flags = await inTurn(database, async () => {
    const opened = await openFlags(config, database, identifier, seams, ground.log);
    onClose(() => opened.close());
    await migrate(database);
    await beginCursor(database);
    return opened;
  });

  const metrics = createMetrics(flags.streams);
  const following = openFollowing(ground, flags, metrics);
  passive.take = (beat) => following.intake.take(beat);
  const outside = openOutside(ground, following.buffer);
  const rollouts = openRollouts(ground, flags, following.ledger, outside.detectorWatch);
  await listenToReplicas(ground, flags, following);
  await inTurn(database, () => seed(ground, flags, rollouts.deps));
  await rollouts.begin();
  const switches = openSwitches(ground, flags, following, outside.detectorWatch, rollouts.authorOf);

  const app = await buildApp({
    log: ground.log,
    allowedOrigins: config.allowedOrigins,
    serverFactory: (handler) => dispatchServer(unleashPath, flags.app, handler as RequestListener),
    onAnswered: (request, reply, seconds) => {
      const route = request.routeOptions.url ?? 'unknown';
      metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, seconds);
    },
  });
  onClose(() => app.close());
  const live = new LiveStream(following.buffer, () => wholeState(following.reads, store), now);
  // Streams say goodbye before the server cuts what is still open.
  onClose(() => live.close());
  onClose(() => flags.streams.close());

  const { reads } = following;
  const { allowedOrigins, environment } = config;
  const flips = switches;
  following.replay.kill = (kill, replay) => killSwitch(flips, kill.actor, kill.flag, kill.request, replay);
  await followDatabase(ground, following, access);
  guardRoutes(app, identifier);
  sessionRoutes(app, { access, identifier, environment, allowedOrigins });
  switchRoutes(app, flips);
  changeRoutes(app, reads);
  instanceRoutes(app, { ...reads, intake: following.intake });
  incidentRoutes(app, reads);
  rolloutRoutes(app, rollouts.deps);
  levelRoutes(app, flips);
  policyRoutes(app, flips);
  serviceRoutes(app, { ...reads, ...outside });
  labRoutes(app, { lab: outside.lab, audit: store.audit, show: (lab) => outside.labView.show(lab) });
  auditRoutes(app, store.audit);
  liveRoutes(app, live);
  await breakGlassRoutes(app, { ...flips, access, identifier, allowedOrigins });
  killabilityRoutes(app, { ...reads, revisionSince: () => flags.streams.revisionSince });
  probeRoutes(app, { metrics, isDatabaseAway: () => watch.isAway });
  return listen(app, config);
}

/** Replicas that start together migrate and seed one after the other. */
function inTurn<Result>(database: Database, work: () => Promise<Result>): Promise<Result> {
  return database.transaction(async (sql) => {
    await lockUntilCommit(sql, 'breakwater.start');
    return work();
  });
}

async function openGround(config: Config, overrides: Overrides, closers: (() => unknown)[]): Promise<Ground> {
  const log = overrides.log ?? pino({ name: 'control-plane', level: config.logLevel });
  const replica = randomUUID();
  const lastWarned = new Map<string, number>();
  const warn = (what: string) => (error: unknown) => {
    if (Date.now() - (lastWarned.get(what) ?? 0) < sameWarningMs) return;
    lastWarned.set(what, Date.now());
    log.warn({ err: error instanceof Error ? error.message : String(error) }, what);
  };
  const database = openDatabase(config.databaseUrl, warn('a Postgres connection was lost'));
  closers.push(() => database.close());
  await waitForDatabase(database, config.databaseUrl, databaseWaitMs, log);
  const ping = new Ping(database);
  closers.push(() => ping.close());
  const watch = new DatabaseWatch({
    ping: () => ping.ask(),
    saysAway,
    onAway: () => log.warn('Postgres is away: kills go to the journal, everything else is refused'),
    onBack: () => log.info('Postgres is back'),
  });
  closers.push(() => watch.close());
  return {
    config,
    log,
    now: overrides.now ?? Date.now,
    replica,
    database,
    store: openStore(database, config.environment, replica),
    watch,
    onClose: (close) => closers.push(close),
    warn,
  };
}

/** What follows a change from the flag engine to every instance, and shows it. */
interface Following {
  registry: InstanceRegistry;
  history: GuardHistory;
  tracker: PropagationTracker;
  ledger: ChangeLedger;
  intake: HeartbeatIntake;
  buffer: LiveBuffer;
  view: LiveView;
  reads: Reads;
  /** Set once there is something to kill with. */
  replay: { kill?: OutageKillsDeps['killSwitch'] };
}

/** Everything that answers about switches, also while Postgres is away. */
type Reads = SwitchReads & AnywayDeps & { store: StoreWithTransactions };

function openFollowing(
  { config, store, watch, now, warn, onClose }: Ground,
  flags: Flags,
  metrics: Metrics,
): Following {
  const { environment } = config;
  const revision = () => flags.streams.revision;
  const history = new GuardHistory();
  const registry = new InstanceRegistry({
    deliveredTo: (id) => flags.streams.deliveredTo(id),
    onBeat: (beat, at) => history.take(beat, at),
  });
  const buffer = new LiveBuffer(now().toString(36));
  const tracker = new PropagationTracker({
    store,
    registry,
    revision,
    now,
    onProgress: ({ changeId }, tookMs) => {
      if (tookMs !== null) metrics.confirmations.observe(tookMs / 1000);
      view.show({ kind: 'propagation', id: changeId });
    },
    onError: warn('confirmations could not be stored yet'),
  });
  onClose(() => tracker.flush().catch(() => undefined));
  flags.streams.onSent(() => tracker.recheck());
  const ledger = new ChangeLedger({ store, environment, registry, tracker, revision, now });
  const replay: Following['replay'] = {};
  const outage = new OutageKills({
    journal: killJournal(
      join(config.dataDir, 'kill-journal', environment),
      warn('a file of the journal is unreadable'),
    ),
    store,
    registry,
    look: lookAt(registry, revision, now),
    environment,
    revision,
    now,
    setOverrides: (open, settled) => flags.streams.setOverrides(open, settled),
    killSwitch: (kill, how) => replay.kill!(kill, how),
    onNews: (news) => view.show(news),
  });
  const lastKnown = new LastKnown();
  const reads = {
    ...{ store, engine: flags.engine, tracker, registry, environment, revision, now },
    ...{ watch, outage, lastKnown },
  };
  const view = new LiveView(buffer, liveReaders(reads, store), warn('a live event could not be read'));
  onClose(() => view.close());
  const intake = new HeartbeatIntake({
    registry,
    onHeard: (instanceId) => {
      tracker.heard(instanceId);
      outage.heard(instanceId);
    },
    store,
    now,
    onNews: () => view.show({ kind: 'instances', id: '' }),
    onError: warn('heartbeats could not be stored yet'),
  });
  onClose(() => intake.close());
  return { registry, history, tracker, ledger, intake, buffer, view, reads, replay };
}

/** Remembers what must be known while Postgres is away, and makes the kills of the journal ordinary ones once it is there. */
async function followDatabase({ watch, warn, onClose }: Ground, { reads }: Following, access: Access) {
  const { outage } = reads;
  const remember = async () => {
    if (!watch.isAway) await Promise.all([access.remember(), listSwitchesAnyway(reads)]);
  };
  await remember();
  await outage.load();
  await outage.reconcile().catch(warn('kills of the journal could not be stored yet'));
  watch.afterLook(() => {
    const work = watch.isAway ? outage.load() : outage.reconcile();
    work.catch(warn('kills of the journal could not be stored yet'));
  });
  const timer = setInterval(() => remember().catch(warn('what is known could not be read')), rereadEveryMs);
  onClose(() => clearInterval(timer));
}

/** The processes that are asked from here: the detector and the Lab. */
function openOutside({ config, log, now, onClose }: Ground, buffer: LiveBuffer) {
  const detector = config.detectorUrl === undefined ? undefined : httpDetector(config.detectorUrl);
  const detectorWatch = new DetectorWatch({
    detector,
    now,
    awayAfterMs: config.detectorAwayMs,
    onChange: (isThere) => log.warn(isThere ? 'the detector is back' : 'the detector is away: rollouts hold'),
    onError: (error) => log.debug({ err: String(error) }, 'the detector did not answer'),
  });
  onClose(() => detectorWatch.close());
  const lab = config.labUrl === undefined ? undefined : httpLab(config.labUrl);
  const labView = new LabView(lab, buffer);
  onClose(() => labView.close());
  return { detector, detectorWatch, lab, labView };
}

/** Rollouts, and the clock that moves them on one replica at a time. */
function openRollouts(ground: Ground, flags: Flags, ledger: ChangeLedger, detectorWatch: DetectorWatch) {
  const { store, now, database, warn, onClose } = ground;
  const { engine, push } = flags;
  const authorOf = async (name: string) => {
    const user = await store.people.findUser(name);
    return user ? flags.people.authorOf(user) : machineAuthor(name);
  };
  const apply = (id: string) => applyRollout({ store, engine, ledger, authorOf, push, now }, id);
  const deps: RolloutDeps = { store, engine, now, watch: () => detectorWatch.watch, apply };
  const begin = async () => {
    await detectorWatch.ask();
    const leader = new LeaderLock(database, 'breakwater.rollouts');
    onClose(() => leader.close());
    const leads = () => leader.holds();
    const clock = new RolloutEngine({ ...deps, leads, onError: warn('rollouts could not be moved') });
    onClose(() => clock.close());
  };
  return { deps, authorOf, begin };
}

/** Everything that flips switches, and the clock that ends kills, drills and policies on one replica at a time. */
function openSwitches(
  { config, store, database, warn, onClose }: Ground,
  { engine, push }: Flags,
  { ledger, history, reads }: Following,
  detectorWatch: DetectorWatch,
  authorNamed: (name: string) => Promise<FlagAuthor>,
): DrillDeps & PreviewDeps & Reads {
  const deps = {
    ...reads,
    store,
    ledger,
    history,
    detectorWatch,
    push,
    authorOf: (actor: Actor) => authorNamed(actor.name),
    alertsOn: (place: SwitchPlace) => alertsOf(place, detectorWatch.heard?.series ?? []),
    restoreStepMs: config.restoreStepMs,
  };
  const kept = {
    ...deps,
    engine,
    author: machineAuthor(switchKeeper),
    authorNamed,
    watch: () => detectorWatch.watch,
  };
  const leader = new LeaderLock(database, 'breakwater.switches');
  onClose(() => leader.close());
  const clock = new ClockWork({
    leads: () => leader.holds(),
    duties: [
      () => keepSwitches(kept),
      () => watchDrills(kept),
      () => resumeLevel(kept),
      () => expirePolicies(kept),
      () => saveFallbacks(kept),
    ],
    onError: warn('switches could not be kept'),
  });
  onClose(() => clock.close());
  return deps;
}

/** Hears from Postgres what any replica, or the flag engine's own pages, have written. */
async function listenToReplicas(ground: Ground, flags: Flags, following: Following): Promise<void> {
  const { database, replica, now, warn, onClose } = ground;
  const { tracker, ledger, intake, view } = following;
  const publisher = openPublisher(ground);
  const reread = () =>
    void Promise.all([flags.push(), ledger.tell()]).catch(warn('flags could not be read yet'));
  const takeOver = async ({ kind, id }: Signal) => {
    if (kind === 'change' || kind === 'propagation') await tracker.takeOver(id);
    if (kind === 'instances') await intake.load(new Date(now() - instancesOverlapMs));
  };
  const notifications = new Notifications(database, reread);
  notifications.on(flagChannel, reread);
  notifications.on(outboxChannel, () => publisher?.wake());
  notifications.on(signalChannel, (payload) => {
    const told = parseSignal(payload);
    view.show(told);
    if (told.from !== replica) takeOver(told).catch(warn('what another replica told could not be read'));
  });
  await notifications.open();
  onClose(() => notifications.close());
  await intake.load(new Date(now() - instancesBeforeStartMs));
  await tracker.load();
  await Promise.all([flags.push(), ledger.tell()]);
  const timer = setInterval(reread, rereadEveryMs);
  onClose(() => clearInterval(timer));
}

/** The publisher of the outbox; none where no bus is named, and the outbox waits for one. */
function openPublisher({ config, database, log, onClose }: Ground): OutboxPublisher | undefined {
  const { busUrl } = config;
  if (busUrl === undefined) {
    log.warn('no bus is named (BREAKWATER_BUS): events wait in the outbox');
    return undefined;
  }
  const publisher = new OutboxPublisher({
    database,
    open: () => openBus(busUrl, { clientId: 'control-plane', connectTimeoutMs: 5000 }),
    onAway: (error) => log.warn({ err: String(error) }, 'the bus is away: events wait in the outbox'),
    onBack: () => log.info('the bus is back'),
  });
  onClose(() => publisher.close());
  publisher.wake();
  return publisher;
}

async function seed({ config, store }: Ground, { engine }: Flags, rollouts: RolloutDeps): Promise<void> {
  if (config.seedFile === undefined) return;
  const seeder: Actor = { name: seedAuthor, role: 'admin', via: 'machine' };
  await seedSystem(
    {
      store,
      engine,
      secrets,
      author: machineAuthor(seedAuthor),
      createRollout: async (rollout) => void (await createRollout(rollouts, seeder, rollout)),
    },
    await readSeed(config.seedFile),
  );
}

function liveReaders(reads: Reads, store: StoreWithTransactions): LiveReaders {
  const { registry, revision, now } = reads;
  return {
    switch: async (key) => eventsOf('switch', [await unlessUnknown(getSwitchAnyway(reads, key))]),
    propagation: async (id) =>
      eventsOf('propagation', [await unlessUnknown(getPropagationAnyway(reads, id))]),
    change: async (id) => eventsOf('change', (await store.changes.listById([id])).map(toChangeEvent)),
    instances: async () => eventsOf('instances', [{ revision: revision(), instances: registry.list(now()) }]),
    incident: async (id) => eventsOf('incident', [await getIncident(store, id)]),
    rollout: async (id) => eventsOf('rollout', [await getRollout(store, id)]),
    level: async () => eventsOf('level', [await readLevel(store)]),
    drill: async (id) => eventsOf('drill', [(await store.drills.find(id))?.drill]),
    policy: async (flag) => eventsOf('policy', [await findPolicy({ ...reads, store }, flag)]),
    reminder: async (key) => [
      ...eventsOf('switch', [await findSwitch(reads, key)]),
      ...eventsOf('reminder', [await findReminder(reads, key)]),
    ],
  };
}

/** What somebody should do about a kill now; undefined where nothing. */
async function findReminder(reads: SwitchReads, key: string): Promise<Reminder | undefined> {
  const { warning = null, warningText = null } = (await findSwitch(reads, key))?.term ?? {};
  if (warning === null || warningText === null) return undefined;
  return { key, kind: warning, text: warningText, at: new Date(reads.now()).toISOString() };
}

/** What a new reader of the live stream must know. */
async function wholeState(reads: Reads, store: StoreWithTransactions): Promise<LiveEvent[]> {
  const rollouts = await listRollouts(store);
  return [
    ...eventsOf('switch', (await listSwitchesAnyway(reads)).switches),
    ...(await liveReaders(reads, store).instances('')),
    ...eventsOf('level', [await readLevel(store)]),
    ...eventsOf('incident', await listUnresolvedIncidents(store)),
    ...eventsOf(
      'rollout',
      rollouts.filter(({ status }) => status !== 'completed' && status !== 'rolled_back'),
    ),
  ];
}

/** What is gone, or was never followed, is not shown. */
async function unlessUnknown<Found>(finding: Promise<Found>): Promise<Found | undefined> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof OpsError && error.code.endsWith('.unknown')) return undefined;
    throw error;
  }
}

function eventsOf<Type extends LiveEvent['type']>(
  type: Type,
  found: (Extract<LiveEvent, { type: Type }>['data'] | undefined)[],
): LiveEvent[] {
  return found.flatMap((data) => (data === undefined ? [] : [{ type, data } as LiveEvent]));
}

/** The machines that have a token of their own. */
function machinesOf({ sdkToken, detectorToken, ciToken }: Config): Machine[] {
  const ci: Machine[] = ciToken === undefined ? [] : [{ name: 'ci', token: ciToken, role: 'viewer' }];
  return [
    { name: 'sdk', token: sdkToken },
    { name: 'detector', token: detectorToken, role: 'viewer' },
    ...ci,
  ];
}

async function listen(app: App, { host, port }: Config): Promise<string> {
  await app.listen({ host, port });
  const address = app.server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}

import type { AddressInfo } from 'node:net';
import type { App } from './adapters/http/app.ts';
import { Identifier, type Machine } from './adapters/http/identity.ts';
import { beginCursor } from './adapters/postgres/flag-events.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { secrets } from './adapters/secrets/secrets.ts';
import { createMetrics } from './adapters/telemetry/metrics.ts';
import { openFlags } from './adapters/unleash/open-flags.ts';
import { followDatabase } from './compose/database-away.ts';
import { openFollowing } from './compose/following.ts';
import { inTurn, type Overrides, openGround } from './compose/ground.ts';
import { openHttp } from './compose/http.ts';
import { openOutside } from './compose/outside.ts';
import { listenToReplicas } from './compose/replicas.ts';
import { openRollouts } from './compose/rollouts.ts';
import { seed } from './compose/seed.ts';
import { openSwitches } from './compose/switches.ts';
import type { Config } from './config.ts';
import { Access } from './services/access.ts';
import { killSwitch } from './services/flip-switch.ts';
import type { HeartbeatIntake } from './services/heartbeat-intake.ts';
import type { Beat } from './services/instance-registry.ts';

/** A running control plane. */
export interface ControlPlane {
  /** Such as `http://127.0.0.1:4400`. */
  url: string;
  close(): Promise<void>;
}

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
  following.replay.kill = (kill, how) => killSwitch(switches, kill.actor, kill.flag, kill.request, how);

  await followDatabase(ground, following, access);
  const parts = { flags, metrics, following, outside, rollouts: rollouts.deps, switches };
  return listen(await openHttp(ground, { ...parts, access, identifier }), config);
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

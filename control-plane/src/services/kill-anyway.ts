import type { KillRequest, Propagation, RestoreRequest, Switch, SwitchList } from '../contract/switch.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { OpsError } from '../domain/ops-error.ts';
import { getPropagation } from './changes.ts';
import { type DatabaseWatch, isDatabaseAway } from './database-watch.ts';
import { type FlipDeps, type Flipped, killSwitch, restoreSwitch } from './flip-switch.ts';
import type { OutageKills } from './outage-kills.ts';
import { getSwitch, listSwitches, type SwitchReads } from './switches.ts';

/**
 * How long a kill may take before it goes by the journal: with every core taken several times over, the slowest of forty took
 * 0.35 s. One that comes through later is harmless.
 */
const killLimitMs = 1500;
/** How long a restore may take before its caller is told that it may still come through. */
const restoreLimitMs = 3000;
/** How long a read may take before what was last known is shown instead. */
export const readLimitMs = 1500;

/** What stays possible while Postgres is away. */
export interface AnywayDeps {
  watch: DatabaseWatch;
  outage: OutageKills;
  lastKnown: LastKnown;
}

/** The switches as they were last read, for the time when they cannot be. */
export class LastKnown {
  switches: SwitchList | undefined;
  /** When they were read, epoch milliseconds. */
  at = 0;
}

/** Kills with Postgres, and without it through the journal. Repeating it is harmless. */
export async function killAnyway(
  deps: FlipDeps & AnywayDeps,
  actor: Actor,
  key: string,
  request: KillRequest,
): Promise<Flipped> {
  requireRole(actor, 'responder');
  try {
    return await deps.watch.attempt(() => killSwitch(deps, actor, key, request), killLimitMs);
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
  }
  return { isNew: true, accepted: await deps.outage.kill(deps.lastKnown.switches, actor, key, request) };
}

/** Restores only with Postgres: throws `database.away`, saying what is possible meanwhile. */
export async function restoreWithDatabase(
  deps: FlipDeps & AnywayDeps,
  actor: Actor,
  key: string,
  request: RestoreRequest,
): Promise<Flipped> {
  requireRole(actor, 'responder');
  const wasAway = deps.watch.isAway;
  try {
    return await deps.watch.attempt(async () => {
      const flipped = await restoreSwitch(deps, actor, key, request);
      await deps.outage.release(key, flipped.accepted.propagation.revision);
      return flipped;
    }, restoreLimitMs);
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    const outcome = wasAway
      ? 'nothing was changed'
      : 'it may still come through, so look before you ask again';
    throw new OpsError(
      'database.away',
      `A restore needs Postgres, which does not answer: ${outcome}. A kill works meanwhile; restore once it is back.`,
      error,
    );
  }
}

/** Every switch; what was last known of them while Postgres is away, with the kills of the journal. */
export async function listSwitchesAnyway(deps: SwitchReads & AnywayDeps): Promise<SwitchList> {
  const { watch, outage, lastKnown } = deps;
  try {
    const list = await watch.attempt(() => listSwitches(deps), readLimitMs);
    Object.assign(lastKnown, { switches: list, at: deps.now() });
    return { ...list, switches: outage.show(list.switches) };
  } catch (error) {
    if (!isDatabaseAway(error) || lastKnown.switches === undefined) throw error;
    const { switches, ...rest } = lastKnown.switches;
    const knownAt = new Date(lastKnown.at).toISOString();
    return { ...rest, switches: outage.show(switches), databaseAway: true, knownAt };
  }
}

/** Throws `switch.unknown`, naming the switches that there are. */
export async function getSwitchAnyway(deps: SwitchReads & AnywayDeps, key: string): Promise<Switch> {
  try {
    const found = await deps.watch.attempt(() => getSwitch(deps, key), readLimitMs);
    return deps.outage.show([found])[0]!;
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    const found = (await listSwitchesAnyway(deps)).switches.find((one) => one.key === key);
    if (found === undefined) throw error;
    return found;
  }
}

/** How far a change has come, also one that is in the journal only; throws `change.unknown`. */
export async function getPropagationAnyway(
  deps: SwitchReads & AnywayDeps,
  changeId: string,
): Promise<Propagation> {
  const journaled = deps.outage.find(changeId);
  if (journaled !== undefined) return journaled;
  return getPropagation(deps, await deps.outage.resolve(changeId));
}

import { setTimeout as delay } from 'node:timers/promises';
import type { ChangeAccepted, KillRequest, RestoreRequest, Switch } from '../contract/switch.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { OpsError } from '../domain/ops-error.ts';
import type { Keeping, KilledKeeping } from '../domain/switch/keeping.ts';
import { beginKill } from '../domain/switch/kill-term.ts';
import { beginRestore, percentAt } from '../domain/switch/restore.ts';
import type { ChangeLedger } from './change-ledger.ts';
import { intend } from './intend.ts';
import type { FlagAuthor, FlagEngine } from './ports/flag-engine.ts';
import type { Replay } from './ports/kill-journal.ts';
import type { Store, StoredChange } from './ports/store.ts';
import { enableAt, forget, lastStep } from './restore-steps.ts';
import { getSwitch, type SwitchReads } from './switches.ts';

/** How often a restore begins again where the clock was faster. */
const maxTries = 3;

/** How long a flip's event may take to be stored after the flip. */
const settleMs = 1000;

/** What flipping a switch needs. */
export interface FlipDeps extends SwitchReads {
  store: Store;
  engine: FlagEngine;
  ledger: ChangeLedger;
  authorOf(actor: Actor): Promise<FlagAuthor>;
  /** Sends what was written to the SDKs at once. */
  push(): Promise<void>;
  /** Names of the alerts that are raised now on a switch's service. */
  alertsOn(place: Pick<Switch, 'key' | 'service' | 'dependency'>): string[];
  /** Milliseconds at each step of a restore for which nobody has asked for another length. */
  restoreStepMs: number;
}

/** `isNew` is false where the switch was in that state already: the answer then tells of the change that made it so. */
export interface Flipped {
  isNew: boolean;
  accepted: ChangeAccepted;
}

/**
 * Turns a feature off everywhere; a reason is all that it needs. Ends a restore or a drill; repeating it is harmless.
 * `replay` is set where it was accepted earlier, while Postgres was away.
 */
export async function killSwitch(
  deps: FlipDeps,
  actor: Actor,
  key: string,
  request: KillRequest,
  replay?: Replay,
): Promise<Flipped> {
  requireRole(actor, 'responder');
  const [before, flips] = await Promise.all([getSwitch(deps, key), deps.store.changes.listLastFlips([key])]);
  const author = await deps.authorOf(actor);
  const { reason, incidentId, expiresInS } = request;
  const asked = { by: author.name, reason, expiresInS, flipBefore: flips.get(key)?.id };
  const kill = beginKill(asked, replay?.at.getTime() ?? deps.now());
  if (before.state === 'KILLED' && !(await isComingBack(deps, key))) {
    // Whoever kills what a degrade level has killed wants it to stay so when the level is lowered, be it at this moment.
    if (before.term?.level != null) {
      await deps.store.keeping.put(key, kill);
      await deps.engine.setEnabled(key, false, author);
      await deps.push();
    }
    return { isNew: false, accepted: await accepted(deps, await settle(deps, key, 'kill')) };
  }
  await intend(deps, author, key, reason, {
    incidentId: incidentId ?? null,
    ...(replay && { at: replay.at, journal: replay.journal }),
  });
  await deps.store.keeping.put(key, kill);
  await deps.engine.setEnabled(key, false, author);
  return flipped(deps, author, key, 'kill', reason);
}

/**
 * Serves a feature again, step by step unless it is to be `immediate`; throws `switch.confirm_key_mismatch` unless its key
 * was typed out.
 */
export async function restoreSwitch(
  deps: FlipDeps,
  actor: Actor,
  key: string,
  request: RestoreRequest,
): Promise<Flipped> {
  requireRole(actor, 'responder');
  const { confirmKey } = request;
  if (confirmKey !== key) {
    throw new OpsError(
      'switch.confirm_key_mismatch',
      `To restore, type the switch's key: expected "${key}", got "${confirmKey}".`,
    );
  }
  for (let tries = 0; tries < maxTries; tries += 1) {
    const flipped = await tryRestore(deps, actor, key, request);
    if (flipped !== undefined) return flipped;
  }
  throw overtaken(key);
}

/** Resolves to undefined where only the clock has moved the switch meanwhile; throws where somebody has killed it. */
async function tryRestore(
  deps: FlipDeps,
  actor: Actor,
  key: string,
  { reason, incidentId, immediate = false, stepS }: RestoreRequest,
): Promise<Flipped | undefined> {
  const kept = await deps.store.keeping.find(key);
  const before = await getSwitch(deps, key);
  const isDone =
    before.state === 'LIVE' || before.state === 'DRILL' || (before.state === 'RESTORING' && !immediate);
  if (isDone && !(before.state === 'RESTORING' && before.restore === null)) return restored(deps, key);
  const author = await deps.authorOf(actor);
  const stepMs = immediate ? 0 : stepS === undefined ? deps.restoreStepMs : stepS * 1000;
  const asked = { by: author.name, reason, stepMs };
  const restore = immediate
    ? lastStep(asked, deps.now())
    : beginRestore(asked, deps.alertsOn(before), deps.now());
  if (await deps.store.keeping.replace(key, kept?.version ?? 0, restore)) {
    // Only now: a restore that is refused must lend its reason to none that somebody makes in the flag engine itself.
    await intend(deps, author, key, reason, { incidentId: incidentId ?? null });
    await enableAt(deps, key, percentAt(restore), author);
    if (immediate) await forget(deps.store, key);
    return flipped(deps, author, key, 'restore', reason);
  }
  const present = (await deps.store.keeping.find(key))?.keeping ?? null;
  // Two who restore at the same moment restore once; a kill at that moment wins.
  if (present === null || (present.kind === 'restoring' && !immediate)) return restored(deps, key);
  if (present.kind === 'killed' && !isSameKill(present, kept?.keeping)) throw overtaken(key);
  return undefined;
}

async function restored(deps: FlipDeps, key: string): Promise<Flipped> {
  return { isNew: false, accepted: await accepted(deps, await settle(deps, key, 'restore')) };
}

/** Only the clock has looked after it since, to warn somebody: nobody wants it anew. */
function isSameKill({ since, by, renewals }: KilledKeeping, before: Keeping | null | undefined): boolean {
  if (before?.kind !== 'killed') return false;
  return before.since === since && before.by === by && before.renewals === renewals;
}

function overtaken(key: string): OpsError {
  return new OpsError(
    'switch.wrong_state',
    `Something else has happened to ${key} at this moment: the restore has changed nothing. Look, and ask again if it is still to come back.`,
  );
}

/** A restore that has not reached its first step is KILLED still: a kill that took that for done would be lost. */
async function isComingBack({ store }: FlipDeps, key: string): Promise<boolean> {
  return (await store.keeping.find(key))?.keeping?.kind === 'restoring';
}

async function flipped(
  deps: FlipDeps,
  author: FlagAuthor,
  key: string,
  effect: 'kill' | 'restore',
  reason: string,
): Promise<Flipped> {
  await Promise.all([deps.push(), deps.ledger.tell()]);
  const after = await settle(deps, key, effect);
  const isOwn = after.changedBy === author.name && after.reason === reason;
  return { isNew: isOwn, accepted: await accepted(deps, after) };
}

async function settle(deps: FlipDeps, key: string, effect: 'kill' | 'restore'): Promise<Switch> {
  await awaitFlip(deps, key, effect);
  return getSwitch(deps, key);
}

/** The flag engine stores a flip's event just after the flip: waits a moment for it. Resolves to the last flip that is told. */
export async function awaitFlip(
  { store, ledger }: Pick<FlipDeps, 'store' | 'ledger'>,
  key: string,
  effect: 'kill' | 'restore',
): Promise<StoredChange | undefined> {
  const until = performance.now() + settleMs;
  for (;;) {
    const flip = (await store.changes.listLastFlips([key])).get(key);
    if (flip?.effect === effect || performance.now() >= until) return flip;
    await delay(20);
    await ledger.tell();
  }
}

async function accepted(deps: FlipDeps, { key, state, propagation }: Switch): Promise<ChangeAccepted> {
  const shown = propagation ?? {
    changeId: `${key}-as-seeded`,
    revision: deps.revision(),
    at: new Date(deps.now()).toISOString(),
    total: 0,
    confirmed: 0,
    confirmedMs: 0,
    instances: [],
  };
  return { changeId: shown.changeId, key, state, propagation: shown };
}

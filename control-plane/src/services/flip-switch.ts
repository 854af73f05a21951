import { setTimeout as delay } from 'node:timers/promises';
import type { ChangeAccepted, KillRequest, RestoreRequest, Switch, SwitchState } from '../contract/switch.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { OpsError } from '../domain/ops-error.ts';
import type { ChangeLedger } from './change-ledger.ts';
import type { FlagAuthor, FlagEngine } from './ports/flag-engine.ts';
import type { Store } from './ports/store.ts';
import { getSwitch, type SwitchReads } from './switches.ts';

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
}

/** `isNew` is false where the switch was in that state already: the answer then tells of the change that made it so. */
export interface Flipped {
  isNew: boolean;
  accepted: ChangeAccepted;
}

/** Turns a feature off everywhere; a reason is all that it needs. Repeating it is harmless. */
export async function killSwitch(
  deps: FlipDeps,
  actor: Actor,
  key: string,
  request: KillRequest,
): Promise<Flipped> {
  requireRole(actor, 'responder');
  return flip(deps, actor, key, false, request);
}

/** Serves a feature again; throws `switch.confirm_key_mismatch` unless its key was typed out. */
export async function restoreSwitch(
  deps: FlipDeps,
  actor: Actor,
  key: string,
  request: RestoreRequest,
): Promise<Flipped> {
  requireRole(actor, 'responder');
  if (request.confirmKey !== key) {
    throw new OpsError(
      'switch.confirm_key_mismatch',
      `To restore, type the switch's key: expected "${key}", got "${request.confirmKey}".`,
    );
  }
  return flip(deps, actor, key, true, request);
}

async function flip(
  deps: FlipDeps,
  actor: Actor,
  key: string,
  toLive: boolean,
  { reason, incidentId }: KillRequest,
): Promise<Flipped> {
  const acceptedAt = new Date(deps.now());
  const before = await getSwitch(deps, key);
  const state = toLive ? 'LIVE' : 'KILLED';
  if (before.state === state)
    return { isNew: false, accepted: await accepted(deps, await settle(deps, key, state)) };

  const author = await deps.authorOf(actor);
  await deps.store.intents.insert({
    at: acceptedAt,
    flag: key,
    actor: author.name,
    kind: 'switch',
    reason,
    incidentId: incidentId ?? null,
  });
  await deps.engine.setEnabled(key, toLive, author);
  await Promise.all([deps.push(), deps.ledger.tell()]);
  const after = await settle(deps, key, state);
  const isOwn = after.changedBy === author.name && after.reason === reason;
  return { isNew: isOwn, accepted: await accepted(deps, after) };
}

/** The flag engine stores a flip's event just after the flip: whoever loses a race to somebody else waits for it here. */
async function settle(deps: FlipDeps, key: string, state: SwitchState): Promise<Switch> {
  const effect = state === 'LIVE' ? 'restore' : 'kill';
  const until = performance.now() + settleMs;
  while (performance.now() < until) {
    const flip = (await deps.store.changes.listLastFlips([key])).get(key);
    if (flip?.effect === effect) break;
    await delay(20);
    await deps.ledger.tell();
  }
  return getSwitch(deps, key);
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

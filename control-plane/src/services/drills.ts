import { randomUUID } from 'node:crypto';
import type { Drill, DrillRequest } from '../contract/drill.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { OpsError } from '../domain/ops-error.ts';
import { errorShare, gatherEvidence, judgeDrill, nothing, plus } from '../domain/switch/drill.ts';
import { drillPercent } from '../domain/switch/keeping.ts';
import { findHurting } from '../domain/switch/surroundings.ts';
import type { FlipDeps } from './flip-switch.ts';
import type { GuardHistory } from './guard-history.ts';
import { intend } from './intend.ts';
import type { FlagAuthor } from './ports/flag-engine.ts';
import type { DrillRecord, StoreWithTransactions } from './ports/store.ts';
import { forget, lastStep, switchStickiness } from './restore-steps.ts';
import { getSwitch } from './switches.ts';

/** How long a drill lasts, in milliseconds. */
const drillMs = 60_000;
/** Errors of this long before the drill are what it is compared with, in milliseconds. */
const compareMs = 60_000;
/** The last counters come with a heartbeat after the end; this long is waited for them, in milliseconds. */
const lastCountersMs = 8_000;
/** Instances that were not heard of for this long take no part, in milliseconds. */
const goneMs = 15_000;
/** Drills that one answer holds at most: the newest. */
const maxDrills = 50;

/** What drills need. */
export interface DrillDeps extends FlipDeps {
  history: GuardHistory;
}

/** What ending them needs. */
export interface WatchDeps extends Omit<DrillDeps, 'authorOf' | 'store'> {
  store: StoreWithTransactions;
  author: FlagAuthor;
}

/** Newest first; throws `switch.unknown`. */
export async function listDrills(deps: DrillDeps, key: string): Promise<Drill[]> {
  await getSwitch(deps, key);
  return (await deps.store.drills.listOf(key, maxDrills)).map(({ drill }) => drill);
}

/**
 * Sends a small sticky cohort to the fallback for a minute; throws `switch.wrong_state` unless the switch is LIVE, and
 * `switch.incident_open` while its service is hurt.
 */
export async function startDrill(
  deps: DrillDeps,
  actor: Actor,
  key: string,
  { reason }: DrillRequest,
): Promise<Drill> {
  requireRole(actor, 'responder');
  const { store, engine, now } = deps;
  const before = await getSwitch(deps, key);
  if (before.state !== 'LIVE') throw wrongState(key, before.state);
  const incident = findHurting(before, await store.incidents.listUnresolved());
  if (incident !== undefined) {
    throw new OpsError(
      'switch.incident_open',
      `No drill now: an incident is open (${incident.report.title}). Drill once it has recovered.`,
    );
  }
  const author = await deps.authorOf(actor);
  const startedAt = now();
  const record: DrillRecord = {
    drill: {
      id: randomUUID(),
      key,
      startedAt: iso(startedAt),
      startedBy: author.name,
      reason,
      cohortPercent: 100 - drillPercent,
      endsAt: iso(startedAt + drillMs),
      endedAt: null,
      verdict: null,
      text: null,
      evidence: null,
    },
    base: {
      instances: deps.history.countersOf(before, startedAt - goneMs).map(({ at: _at, ...counts }) => counts),
      errorShareBefore: errorShare(
        deps.history.countSince(before, startedAt - compareMs).reduce(plus, nothing),
      ),
    },
  };
  const { id, endsAt } = record.drill;
  const kept = await store.keeping.find(key);
  const underWay = kept?.keeping ?? null;
  // Somebody else's kill, restore or drill that the flag does not show yet.
  if (underWay !== null && !(underWay.kind === 'drill' && Date.parse(underWay.endsAt) <= startedAt))
    throw wrongState(key, shownAs[underWay.kind]);
  if (!(await store.keeping.replace(key, kept?.version ?? 0, { kind: 'drill', id, endsAt })))
    throw wrongState(key, 'changed at this moment');
  await store.drills.save(record);
  await intend(deps, author, key, `drill: ${reason}`);
  await engine.setShare(key, drillPercent, switchStickiness, author);
  await store.audit.record({ actor: actor.name, action: 'switch.drill', target: key, reason, after: { id } });
  await show(deps, record.drill);
  return record.drill;
}

/** Ends drills whose time is over, or whose switch is hurt or was killed, and judges them once the counters are in. */
export async function watchDrills(deps: WatchDeps): Promise<void> {
  for (const record of await deps.store.drills.listOpen()) {
    if (record.drill.endedAt === null) await watchRunning(deps, record);
    else await judgeEnded(deps, record);
  }
}

async function watchRunning(deps: WatchDeps, record: DrillRecord): Promise<void> {
  const { store, now } = deps;
  const { drill } = record;
  const kept = await store.keeping.find(drill.key);
  if (kept?.keeping?.kind !== 'drill' || kept.keeping.id !== drill.id) {
    await close(deps, record, { verdict: 'aborted', text: 'Ended early: the switch was flipped meanwhile.' });
    return;
  }
  const entry = await store.catalogue.findSwitch(drill.key);
  const incident = entry && findHurting(entry, await store.incidents.listUnresolved());
  if (incident === undefined && now() < Date.parse(drill.endsAt)) return;
  const reason = `the drill of ${drill.startedBy} is over`;
  const back = { ...lastStep({ by: deps.author.name, reason, stepMs: 0 }, now()), begun: true };
  const text = incident && `Ended early: an incident opened (${incident.report.title}).`;
  const closed = closedWith(
    record,
    text === undefined ? { verdict: null, text: null } : { verdict: 'aborted', text },
    now(),
  );
  // Before the share: whoever has flipped the switch meanwhile is not overruled, and after a crash the keeper goes on. Both
  // at once: a drill that is over must not look as if somebody had ended it.
  const isEnded = await store.transaction(async (within) => {
    if (!(await within.keeping.replace(drill.key, kept.version, back))) return false;
    await within.drills.save(closed);
    return true;
  });
  if (!isEnded) return;
  await intend(deps, deps.author, drill.key, reason);
  await deps.engine.setShare(drill.key, 100, switchStickiness, deps.author);
  await forget(store, drill.key);
  await show(deps, drill);
}

async function judgeEnded(deps: WatchDeps, record: DrillRecord): Promise<void> {
  const { store, history, now } = deps;
  const { drill, base } = record;
  const endedAt = Date.parse(drill.endedAt ?? drill.endsAt);
  const entry = await store.catalogue.findSwitch(drill.key);
  if (entry === undefined) return close(deps, record, { verdict: 'aborted', text: 'The switch is gone.' });
  const counters = history.countersOf(entry, Date.parse(drill.startedAt));
  const areIn = counters.length > 0 && counters.every(({ at }) => at > endedAt + 500);
  if (!areIn && now() < endedAt + lastCountersMs) return;
  const evidence = gatherEvidence(
    base,
    counters.map(({ at: _at, ...counts }) => counts),
  );
  await close(deps, { ...record, drill: { ...drill, evidence } }, judgeDrill(evidence));
}

async function close(
  deps: WatchDeps,
  record: DrillRecord,
  result: Pick<Drill, 'verdict' | 'text'>,
): Promise<void> {
  const closed = closedWith(record, result, deps.now());
  await deps.store.drills.save(closed);
  await show(deps, closed.drill);
}

function closedWith(
  { drill, base }: DrillRecord,
  result: Pick<Drill, 'verdict' | 'text'>,
  now: number,
): DrillRecord {
  return { drill: { ...drill, endedAt: drill.endedAt ?? iso(now), ...result }, base };
}

async function show({ push, ledger, store }: WatchDeps | DrillDeps, { id, key }: Drill): Promise<void> {
  await Promise.all([push(), ledger.tell()]);
  await store.signal({ kind: 'drill', id });
  await store.signal({ kind: 'switch', id: key });
}

const shownAs = { killed: 'KILLED', restoring: 'RESTORING', drill: 'DRILL' } as const;

function wrongState(key: string, state: string): OpsError {
  return new OpsError(
    'switch.wrong_state',
    `A drill needs a switch that is LIVE; ${key} is ${state}. Restore it first, or wait until it is back.`,
  );
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

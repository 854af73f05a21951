import type { IncidentRecord } from '../domain/incident/incident.ts';
import type { Watch } from '../domain/rollout/why-hold.ts';
import {
  type Keeping,
  type KilledKeeping,
  type RestoringKeeping,
  switchKeeper,
} from '../domain/switch/keeping.ts';
import { beginKill, tickKill } from '../domain/switch/kill-term.ts';
import { beginRestore, percentAt, tickRestore } from '../domain/switch/restore.ts';
import { whyBlocked } from '../domain/switch/surroundings.ts';
import { awaitFlip, type FlipDeps } from './flip-switch.ts';
import { intend } from './intend.ts';
import type { FlagAuthor, Reach } from './ports/flag-engine.ts';
import type { Kept, StoreWithTransactions, SwitchEntry } from './ports/store.ts';
import { enableAt, forget, switchStickiness } from './restore-steps.ts';

/** What keeping switches needs. */
export interface KeeperDeps
  extends Pick<FlipDeps, 'engine' | 'ledger' | 'push' | 'alertsOn' | 'now' | 'restoreStepMs'> {
  store: StoreWithTransactions;
  /** The author of what happens by itself. */
  author: FlagAuthor;
  watch(): Watch;
}

/** A kill is stored before its flag is off, a restore before its flag is on: by then it is. */
const flipMs = 10_000;
const beginMs = 3_000;

/** What is looked at in one go. */
interface Look {
  deps: KeeperDeps;
  entry: SwitchEntry;
  keeping: Keeping | null;
  version: number;
  reach: Reach;
  incidents: readonly IncidentRecord[];
}

/**
 * One look at every switch: kills that have expired are restored, restores climb or wait, and what was flipped past this
 * system is taken in. Everything that it knows is stored, so that any replica may take the next look.
 */
export async function keepSwitches(deps: KeeperDeps): Promise<void> {
  const { store, engine } = deps;
  const entries = await store.catalogue.listSwitches();
  const [reach, kept, incidents] = await Promise.all([
    engine.listReach(entries.map(({ key }) => key)),
    store.keeping.list(),
    store.incidents.listUnresolved(),
  ]);
  for (const entry of entries) {
    const known = reach.get(entry.key);
    if (known === undefined) continue;
    const { keeping, version }: Omit<Kept, 'key'> = kept.get(entry.key) ?? { keeping: null, version: 0 };
    await keepOne({ deps, entry, keeping, version, reach: known, incidents });
  }
}

async function keepOne(look: Look): Promise<void> {
  const { keeping, reach } = look;
  if (reach.enabled) {
    if (keeping?.kind === 'killed') await noticeEnabled(look, keeping);
    if (keeping?.kind === 'restoring') await climb(look, keeping);
    return;
  }
  if (keeping?.kind === 'killed') await watchKill(look, keeping);
  else if (keeping?.kind === 'restoring' && !keeping.begun) await beginAgain(look, keeping);
  else await noticeKill(look);
}

/**
 * The flag is on although a kill is kept. Either somebody has enabled it in the flag engine itself, and so restored it; or a
 * crash has cut off a flip of ours, a kill before its flag was off or a restore that a kill had overtaken: then the kill holds.
 */
async function noticeEnabled(look: Look, kill: KilledKeeping): Promise<void> {
  const { deps, entry } = look;
  if (deps.now() - Date.parse(kill.since) <= flipMs) return;
  if (kill.level !== null || (await isRestoredByOthers(look, kill))) {
    await replace(look, null);
    return;
  }
  // Whoever restores it since this look began is not overruled.
  if (!(await replace(look, kill))) return;
  await intend(
    deps,
    deps.author,
    entry.key,
    `the kill of ${kill.by} holds: ${kill.reason ?? 'no reason given'}`,
  );
  await deps.engine.setEnabled(entry.key, false, deps.author);
  await show(deps, entry.key);
}

/** A restore of ours has a reason of its own; one that came within seconds of the kill may have been given the kill's. */
async function isRestoredByOthers({ deps, entry }: Look, kill: KilledKeeping): Promise<boolean> {
  const { by, reason, flipBefore } = kill;
  const flip = await awaitFlip(deps, entry.key, 'restore');
  if (flip?.effect !== 'restore' || flip.id === flipBefore) return false;
  return flip.reason === null || (flip.actor === by && flip.reason === reason);
}

/** Somebody has disabled the flag in the flag engine itself: that kill is not forgotten either. */
async function noticeKill(look: Look): Promise<void> {
  const { deps, entry } = look;
  const flip = (await deps.store.changes.listLastFlips([entry.key])).get(entry.key);
  // The ledger has not told of it yet: the next look finds it.
  if (flip?.effect === 'restore') return;
  const asked = { by: flip?.actor ?? 'unknown', reason: flip?.reason ?? null };
  await replace(look, beginKill(asked, flip ? Date.parse(flip.at) : deps.now()));
}

/** A restore that was cut off before its first step is begun again. */
async function beginAgain({ deps, entry }: Look, restore: RestoringKeeping): Promise<void> {
  if (deps.now() - Date.parse(restore.stepBeganAt) < beginMs) return;
  await intend(deps, deps.author, entry.key, restore.reason);
  await enableAt(deps, entry.key, percentAt(restore), deps.author);
  await show(deps, entry.key);
}

async function watchKill(look: Look, kill: KilledKeeping): Promise<void> {
  const { deps, entry, incidents } = look;
  const tick = tickKill(kill, whyBlocked(entry, incidents, deps.watch()), deps.now());
  if (tick.kind === 'remind') {
    if (await replace(look, tick.kill)) await deps.store.signal({ kind: 'reminder', id: entry.key });
    return;
  }
  if (tick.kind !== 'restore') return;
  if (await staysForLevel(look, kill)) return;
  const reason = `the kill of ${kill.by} expired${kill.reason === null ? '' : ` (${kill.reason})`}`;
  const asked = { by: switchKeeper, reason, stepMs: deps.restoreStepMs };
  const restore = beginRestore(asked, deps.alertsOn(entry), deps.now());
  // Whoever renewed it, or killed again, since this look began is not overruled.
  if (!(await replace(look, restore))) return;
  await intend(deps, deps.author, entry.key, reason);
  await enableAt(deps, entry.key, percentAt(restore), deps.author);
  await show(deps, entry.key);
}

/** A switch that the present degrade level sheds stays killed for it once a person's own kill is over. */
async function staysForLevel(look: Look, kill: KilledKeeping): Promise<boolean> {
  const { deps, entry } = look;
  const { key } = entry;
  return deps.store.transaction(async (store) => {
    await store.level.lock();
    const state = await store.level.read();
    const levels = await store.catalogue.listLevels();
    const level = levels.find(({ id, adds }) => id <= state.current && adds.includes(key))?.id;
    if (level === undefined) return false;
    const asked = { by: kill.by, reason: kill.reason, level };
    if (!(await store.keeping.replace(key, look.version, beginKill(asked, deps.now())))) return true;
    const held = { key, level, before: 'LIVE' as const, percent: 100, keeping: null };
    await store.level.save({ ...state, held: [...state.held.filter((one) => one.key !== key), held] });
    await store.signal({ kind: 'switch', id: key });
    await store.signal({ kind: 'level', id: '' });
    return true;
  });
}

async function climb(look: Look, restore: RestoringKeeping): Promise<void> {
  const { deps, entry, reach, incidents } = look;
  const { key } = entry;
  if (!restore.begun) {
    await replace(look, { ...restore, begun: true });
    return;
  }
  if (reach.percent >= 100) {
    await forget(deps.store, key);
    await deps.store.signal({ kind: 'switch', id: key });
    return;
  }
  if (reach.percent < percentAt(restore)) {
    await setShare(look, restore, percentAt(restore));
    return;
  }
  const outlook = { blocked: whyBlocked(entry, incidents, deps.watch()), alerts: deps.alertsOn(entry) };
  const tick = tickRestore(restore, outlook, deps.now());
  if (tick.kind === 'nothing') return;
  if (tick.kind === 'done') {
    await setShare(look, restore, 100);
    await forget(deps.store, key);
    await deps.store.signal({ kind: 'switch', id: key });
    return;
  }
  if (!(await replace(look, tick.restore))) return;
  if (tick.kind === 'step') await setShare(look, tick.restore, percentAt(tick.restore));
}

async function setShare({ deps, entry }: Look, restore: RestoringKeeping, percent: number): Promise<void> {
  await intend(deps, deps.author, entry.key, `stepwise restore by ${restore.by}: ${restore.reason}`);
  await deps.engine.setShare(entry.key, percent, switchStickiness, deps.author);
  await show(deps, entry.key);
}

/** Resolves to false where something else has happened to the switch meanwhile: the next look sees it. */
async function replace({ deps, entry, version }: Look, keeping: Keeping | null): Promise<boolean> {
  const isKept = await deps.store.keeping.replace(entry.key, version, keeping);
  if (isKept) await deps.store.signal({ kind: 'switch', id: entry.key });
  return isKept;
}

async function show({ push, ledger, store }: KeeperDeps, key: string): Promise<void> {
  await Promise.all([push(), ledger.tell()]);
  await store.signal({ kind: 'switch', id: key });
}

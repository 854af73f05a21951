import { restoreSteps, type Switch } from '../contract/switch.ts';
import type { RestoringKeeping } from '../domain/switch/keeping.ts';
import { beginRestore, percentAt, type RestoreAsked } from '../domain/switch/restore.ts';
import type { FlipDeps } from './flip-switch.ts';
import type { FlagAuthor } from './ports/flag-engine.ts';

/** How requests are told apart while a switch is partly on: the same user stays on the same side. */
export const switchStickiness = 'default';

/** What a restore needs of the parts that flip a switch. */
export type RestoreDeps = Pick<FlipDeps, 'store' | 'engine' | 'alertsOn' | 'now'>;

/**
 * Lets the first share of requests back in, unless something has happened to the switch since that version: resolves to false
 * then. A kill from here on wins.
 */
export async function startRestore(
  deps: RestoreDeps,
  place: Pick<Switch, 'key' | 'service' | 'dependency'>,
  version: number,
  asked: RestoreAsked,
  author: FlagAuthor,
): Promise<boolean> {
  const { key } = place;
  const restore = beginRestore(asked, deps.alertsOn(place), deps.now());
  if (!(await deps.store.keeping.replace(key, version, restore))) return false;
  await enableAt(deps, key, percentAt(restore), author);
  return true;
}

/** Enables the flag at a share, and notes that it was; disables it again where somebody has killed it meanwhile. */
export async function enableAt(
  { store, engine }: RestoreDeps,
  key: string,
  percent: number,
  author: FlagAuthor,
): Promise<void> {
  await engine.setShare(key, percent, switchStickiness, author);
  if (await isKilled(store, key)) return;
  await engine.setEnabled(key, true, author);
  const kept = await store.keeping.find(key);
  if (kept?.keeping?.kind === 'killed') await engine.setEnabled(key, false, author);
  if (kept?.keeping?.kind === 'restoring' && !kept.keeping.begun)
    await store.keeping.replace(key, kept.version, { ...kept.keeping, begun: true });
}

/** Gives everybody the feature at once, from nothing or from a share; otherwise as {@link startRestore}. */
export async function finishRestore(
  deps: RestoreDeps,
  key: string,
  version: number,
  asked: RestoreAsked,
  author: FlagAuthor,
): Promise<boolean> {
  const { store, now } = deps;
  if (!(await store.keeping.replace(key, version, lastStep(asked, now())))) return false;
  await enableAt(deps, key, 100, author);
  await forget(store, key);
  return true;
}

/** A restore that has only the step to everybody before it. */
export function lastStep(asked: RestoreAsked, now: number): RestoringKeeping {
  return { ...beginRestore(asked, [], now), step: restoreSteps.length - 1 };
}

/** Ends the keeping of a restore that has reached everybody; a kill meanwhile stays. */
export async function forget(store: RestoreDeps['store'], key: string): Promise<void> {
  const kept = await store.keeping.find(key);
  if (kept?.keeping?.kind === 'restoring') await store.keeping.replace(key, kept.version, null);
}

async function isKilled(store: RestoreDeps['store'], key: string): Promise<boolean> {
  return (await store.keeping.find(key))?.keeping?.kind === 'killed';
}

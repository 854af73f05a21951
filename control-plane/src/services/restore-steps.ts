import { restoreSteps } from '../contract/switch.ts';
import type { RestoringKeeping } from '../domain/switch/keeping.ts';
import { beginRestore, type RestoreAsked } from '../domain/switch/restore.ts';
import type { FlipDeps } from './flip-switch.ts';
import type { FlagAuthor } from './ports/flag-engine.ts';

/** How requests are told apart while a switch is partly on: the same user stays on the same side. */
export const switchStickiness = 'default';

/** What a restore needs of the parts that flip a switch. */
type RestoreDeps = Pick<FlipDeps, 'store' | 'engine'>;

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

import type { BlastRadius } from '../contract/blast-radius.ts';
import { blastRadius } from '../domain/switch/blast-radius.ts';
import type { DetectorWatch } from './detector-watch.ts';
import type { GuardHistory } from './guard-history.ts';
import type { Store } from './ports/store.ts';
import { getSwitch, type SwitchReads } from './switches.ts';

/** Calls are counted over this long before the preview, in milliseconds. */
const windowMs = 60_000;

/** What a preview needs. */
export interface PreviewDeps extends SwitchReads {
  history: GuardHistory;
  detectorWatch: Pick<DetectorWatch, 'heard'>;
}

/** What a flip of a switch would touch now; throws `switch.unknown`. */
export async function previewSwitch(deps: PreviewDeps, key: string): Promise<BlastRadius> {
  const one = await getSwitch(deps, key);
  const stored = (await deps.store.keeping.listFallbacks()).get(key)?.getTime();
  const lastFallback = Math.max(stored ?? 0, deps.history.fallbackAt(one) ?? 0);
  const heard = deps.detectorWatch.heard;
  const now = deps.now();
  return blastRadius({
    one: { ...one, lastFallbackAt: lastFallback === 0 ? null : new Date(lastFallback).toISOString() },
    counted: deps.history.countSince(one, now - windowMs),
    instances: deps.registry.list(now).filter(({ environment }) => environment === deps.environment),
    series: heard?.series,
    topology: heard?.status.topology ?? [],
    revision: deps.revision(),
    now,
    windowMs,
  });
}

/** Stores when each fallback last answered, so that it is known after a restart. */
export async function saveFallbacks(deps: { store: Store; history: GuardHistory }): Promise<void> {
  const { store, history } = deps;
  const [entries, stored] = await Promise.all([
    store.catalogue.listSwitches(),
    store.keeping.listFallbacks(),
  ]);
  for (const entry of entries) {
    const at = history.fallbackAt(entry);
    // To the nearest ten seconds: it is read by people.
    if (at !== undefined && at - (stored.get(entry.key)?.getTime() ?? 0) > 10_000)
      await store.keeping.saveFallback(entry.key, new Date(at));
  }
}

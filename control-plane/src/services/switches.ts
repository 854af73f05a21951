import type { Propagation, Switch, SwitchList } from '../contract/switch.ts';
import { OpsError } from '../domain/ops-error.ts';
import { type Look, toPropagation } from '../domain/propagation/propagation.ts';
import type { KilledKeeping } from '../domain/switch/keeping.ts';
import { showKept } from '../domain/switch/show-kept.ts';
import type { InstanceRegistry } from './instance-registry.ts';
import type { FlagEngine } from './ports/flag-engine.ts';
import type { Store, StoredChange, SwitchEntry } from './ports/store.ts';
import type { PropagationTracker } from './propagation-tracker.ts';

/** What reading switches needs. */
export interface SwitchReads {
  store: Store;
  engine: FlagEngine;
  tracker: PropagationTracker;
  registry: InstanceRegistry;
  environment: string;
  revision: () => number;
  now: () => number;
}

/** Every kill switch with its state and how far its last change has come. */
export async function listSwitches(deps: SwitchReads): Promise<SwitchList> {
  const switches = await describeSwitches(deps, await deps.store.catalogue.listSwitches());
  return { environment: deps.environment, revision: deps.revision(), switches };
}

export async function findSwitch(deps: SwitchReads, key: string): Promise<Switch | undefined> {
  const entry = await deps.store.catalogue.findSwitch(key);
  if (entry === undefined) return undefined;
  const [found] = await describeSwitches(deps, [entry]);
  return found;
}

/** Throws `switch.unknown`, naming the switches that there are. */
export async function getSwitch(deps: SwitchReads, key: string): Promise<Switch> {
  const found = await findSwitch(deps, key);
  if (found !== undefined) return found;
  const known = (await deps.store.catalogue.listSwitches()).map((entry) => entry.key).join(', ');
  throw new OpsError('switch.unknown', `There is no switch "${key}". Known switches: ${known || 'none'}.`);
}

/** What is known of an instance now. */
export function lookAt(registry: InstanceRegistry, revision: () => number, now: () => number): Look {
  return {
    isSilent: (id) => registry.isSilent(id, now()),
    isAhead: (id) => (registry.find(id)?.revision ?? 0) > revision(),
  };
}

/** How far the changes have come, from memory where they are still followed. */
export async function readPropagations(
  deps: SwitchReads,
  changeIds: readonly string[],
): Promise<Map<string, Propagation>> {
  // Kept before the store is asked: what is finished meanwhile leaves the memory.
  const followed = new Map(changeIds.map((id) => [id, deps.tracker.find(id)]));
  const stored = await deps.store.propagations.list(changeIds.filter((id) => followed.get(id) === undefined));
  const look = lookAt(deps.registry, deps.revision, deps.now);
  return new Map(
    changeIds.flatMap((id) => {
      const tracked = followed.get(id) ?? stored.get(id);
      return tracked === undefined ? [] : [[id, toPropagation(tracked, look)]];
    }),
  );
}

/** Where each of the switches stands, as the flag engine and the keeping tell it together. */
async function describeSwitches(deps: SwitchReads, entries: SwitchEntry[]): Promise<Switch[]> {
  const keys = entries.map((entry) => entry.key);
  const [reach, kept, flips, drills] = await Promise.all([
    deps.engine.listReach(keys),
    deps.store.keeping.list(),
    deps.store.changes.listLastFlips(keys),
    deps.store.drills.listLast(keys),
  ]);
  const propagations = await readPropagations(
    deps,
    [...flips.values()].map((flip) => flip.id),
  );
  return entries.map((entry) => {
    const flip = flips.get(entry.key);
    const keeping = kept.get(entry.key)?.keeping ?? null;
    const drill = drills.get(entry.key);
    const shown = showKept(
      reach.get(entry.key),
      keeping,
      flip && { at: flip.at, by: flip.actor, reason: flip.reason },
    );
    return {
      ...entry,
      ...shown,
      lastDrill: drill ? { id: drill.last.id, at: drill.last.startedAt, verdict: drill.last.verdict } : null,
      lastProvenAt: drill?.provenAt ?? null,
      ...lastFlip(flip, flip && propagations.get(flip.id)),
      ...(shown.state === 'KILLED' && keeping?.kind === 'killed' && tellKill(keeping, flip)),
    };
  });
}

function lastFlip(flip: StoredChange | undefined, propagation: Propagation | undefined) {
  return {
    changedAt: flip?.at ?? null,
    changedBy: flip?.actor ?? null,
    reason: flip?.reason ?? null,
    propagation: propagation ?? null,
  };
}

/**
 * What the kill itself tells: it is kept a moment before the ledger tells of its flip, and a kill of the journal was accepted
 * long before that.
 */
function tellKill({ since, by, reason }: KilledKeeping, flip: StoredChange | undefined): Partial<Switch> {
  if (flip?.effect !== 'kill') return { changedAt: since, changedBy: by, reason, propagation: null };
  return since < flip.at ? { changedAt: since } : {};
}

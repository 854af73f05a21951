import type { Propagation, Switch, SwitchList, SwitchState } from '../contract/switch.ts';
import { OpsError } from '../domain/ops-error.ts';
import { toPropagation } from '../domain/propagation/propagation.ts';
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

/** How far the changes have come, from memory where they are still followed. */
export async function readPropagations(
  deps: SwitchReads,
  changeIds: readonly string[],
): Promise<Map<string, Propagation>> {
  // Kept before the store is asked: what is finished meanwhile leaves the memory.
  const followed = new Map(changeIds.map((id) => [id, deps.tracker.find(id)]));
  const stored = await deps.store.propagations.list(changeIds.filter((id) => followed.get(id) === undefined));
  const isSilent = (id: string) => deps.registry.isSilent(id, deps.now());
  return new Map(
    changeIds.flatMap((id) => {
      const tracked = followed.get(id) ?? stored.get(id);
      return tracked === undefined ? [] : [[id, toPropagation(tracked, isSilent)]];
    }),
  );
}

async function describeSwitches(deps: SwitchReads, entries: SwitchEntry[]): Promise<Switch[]> {
  const keys = entries.map((entry) => entry.key);
  const enabled = await deps.engine.listEnabled(keys);
  const flips = await deps.store.changes.listLastFlips(keys);
  const propagations = await readPropagations(
    deps,
    [...flips.values()].map((flip) => flip.id),
  );
  return entries.map((entry) => {
    const flip = flips.get(entry.key);
    return {
      ...entry,
      ...unknownSoFar,
      state: stateOf(enabled.get(entry.key)),
      ...lastFlip(flip, flip && propagations.get(flip.id)),
    };
  });
}

const unknownSoFar = {
  percent: 100,
  tier: 3,
  dependents: [],
  expectedEffect: '',
  term: null,
  restore: null,
  lastDrill: null,
  lastProvenAt: null,
} satisfies Partial<Switch>;

/** An unknown switch counts as LIVE, as it does in the SDKs. */
function stateOf(enabled: boolean | undefined): SwitchState {
  return enabled === false ? 'KILLED' : 'LIVE';
}

function lastFlip(flip: StoredChange | undefined, propagation: Propagation | undefined) {
  return {
    changedAt: flip?.at ?? null,
    changedBy: flip?.actor ?? null,
    reason: flip?.reason ?? null,
    propagation: propagation ?? null,
  };
}

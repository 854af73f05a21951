import type { LiveEvent, Reminder } from '../contract/live.ts';
import { OpsError } from '../domain/ops-error.ts';
import { getPropagationAnyway, getSwitchAnyway, listSwitchesAnyway } from '../services/kill-anyway.ts';
import { readLevel } from '../services/levels.ts';
import type { LiveReaders } from '../services/live-view.ts';
import { findPolicy } from '../services/policies.ts';
import type { StoreWithTransactions } from '../services/ports/store.ts';
import { getIncident, listUnresolvedIncidents } from '../services/read-incidents.ts';
import { getRollout, isFinished, listRollouts } from '../services/rollouts.ts';
import { findSwitch, type SwitchReads } from '../services/switches.ts';
import { toChangeEvent } from '../services/to-change-event.ts';
import type { Reads } from './reads.ts';

export function liveReaders(reads: Reads, store: StoreWithTransactions): LiveReaders {
  const { registry, revision, now } = reads;
  return {
    switch: async (key) => eventsOf('switch', [await unlessUnknown(getSwitchAnyway(reads, key))]),
    propagation: async (id) =>
      eventsOf('propagation', [await unlessUnknown(getPropagationAnyway(reads, id))]),
    change: async (id) => eventsOf('change', (await store.changes.listById([id])).map(toChangeEvent)),
    instances: async () => eventsOf('instances', [{ revision: revision(), instances: registry.list(now()) }]),
    incident: async (id) => eventsOf('incident', [await getIncident(store, id)]),
    rollout: async (id) => eventsOf('rollout', [await getRollout(store, id)]),
    level: async () => eventsOf('level', [await readLevel(store)]),
    drill: async (id) => eventsOf('drill', [(await store.drills.find(id))?.drill]),
    policy: async (flag) => eventsOf('policy', [await findPolicy({ ...reads, store }, flag)]),
    reminder: async (key) => [
      ...eventsOf('switch', [await findSwitch(reads, key)]),
      ...eventsOf('reminder', [await findReminder(reads, key)]),
    ],
  };
}

/** What a new reader of the live stream must know. */
export async function wholeState(reads: Reads, store: StoreWithTransactions): Promise<LiveEvent[]> {
  const rollouts = await listRollouts(store);
  return [
    ...eventsOf('switch', (await listSwitchesAnyway(reads)).switches),
    ...(await liveReaders(reads, store).instances('')),
    ...eventsOf('level', [await readLevel(store)]),
    ...eventsOf('incident', await listUnresolvedIncidents(store)),
    ...eventsOf(
      'rollout',
      rollouts.filter(({ status }) => !isFinished(status)),
    ),
  ];
}

/** What somebody should do about a kill now; undefined where nothing. */
async function findReminder(reads: SwitchReads, key: string): Promise<Reminder | undefined> {
  const { warning = null, warningText = null } = (await findSwitch(reads, key))?.term ?? {};
  if (warning === null || warningText === null) return undefined;
  return { key, kind: warning, text: warningText, at: new Date(reads.now()).toISOString() };
}

/** What is gone, or was never followed, is not shown. */
async function unlessUnknown<Found>(finding: Promise<Found>): Promise<Found | undefined> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof OpsError && error.code.endsWith('.unknown')) return undefined;
    throw error;
  }
}

function eventsOf<Type extends LiveEvent['type']>(
  type: Type,
  found: (Extract<LiveEvent, { type: Type }>['data'] | undefined)[],
): LiveEvent[] {
  return found.flatMap((data) => (data === undefined ? [] : [{ type, data } as LiveEvent]));
}

import type { IncidentRecord } from '../domain/incident/incident.ts';
import type { Store, StoredChange } from './ports/store.ts';

const verbs = { kill: 'killed', restore: 'restored' } as const;

/** Writes a kill or a restore into the incidents that it answers: the named one, and those that suggest this switch. */
export async function linkFlip(store: Store, change: StoredChange): Promise<void> {
  if (!isFlip(change)) return;
  const unresolved = await store.incidents.listUnresolved();
  const suggesting = unresolved.filter(({ report }) => report.suggestion?.switchKey === change.target);
  const ids = new Set(suggesting.map(({ report }) => report.id));
  if (change.incidentId !== null && (await store.incidents.find(change.incidentId)))
    ids.add(change.incidentId);
  for (const id of ids) await addFlip(store, id, change);
}

/** Writes a flip into an incident that suggests its switch only now: whoever flips fast flips before the suggestion. */
export async function linkEarlierFlip(store: Store, { report, status }: IncidentRecord): Promise<void> {
  if (report.suggestion === null || status === 'resolved') return;
  const { switchKey } = report.suggestion;
  const flip = (await store.changes.listLastFlips([switchKey])).get(switchKey);
  if (flip === undefined || !isFlip(flip) || Date.parse(flip.at) < Date.parse(report.startedAt)) return;
  const linked = await store.incidents.listIdsWithRef(flip.id);
  if (!linked.includes(report.id)) await addFlip(store, report.id, flip);
}

type Flip = StoredChange & { effect: keyof typeof verbs };

function isFlip(change: StoredChange): change is Flip {
  return change.effect === 'kill' || change.effect === 'restore';
}

async function addFlip(store: Store, incidentId: string, flip: Flip): Promise<void> {
  const kind = verbs[flip.effect];
  const why = flip.reason === null ? '' : `: ${flip.reason}`;
  const isPart = flip.effect === 'restore' && flip.exposure !== null && flip.exposure < 1;
  const verb = isPart ? `begins its restore at ${Math.round((flip.exposure ?? 0) * 100)} %` : kind;
  const entry = { at: flip.at, kind, text: `${flip.target} ${verb}${why}`, actor: flip.actor, ref: flip.id };
  await store.incidents.addEntry(incidentId, entry);
  await store.signal({ kind: 'incident', id: incidentId });
}

import type { Store, StoredChange } from './ports/store.ts';

const verbs = { kill: 'killed', restore: 'restored' } as const;

/** Writes a kill or a restore into the incidents that it answers: the named one, and those that suggest this switch. */
export async function linkFlip(store: Store, change: StoredChange): Promise<void> {
  if (change.effect !== 'kill' && change.effect !== 'restore') return;
  const kind = verbs[change.effect];
  const unresolved = await store.incidents.listUnresolved();
  const suggesting = unresolved
    .filter(({ report }) => report.suggestion?.switchKey === change.target)
    .map(({ report }) => report.id);
  const named =
    change.incidentId !== null && (await store.incidents.find(change.incidentId)) ? [change.incidentId] : [];
  for (const incidentId of new Set([...named, ...suggesting])) {
    const why = change.reason === null ? '' : `: ${change.reason}`;
    const text = `${change.target} ${kind}${why}`;
    await store.incidents.addEntry(incidentId, {
      at: change.at,
      kind,
      text,
      actor: change.actor,
      ref: change.id,
    });
    await store.signal({ kind: 'incident', id: incidentId });
  }
}

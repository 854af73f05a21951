import type { Incident, IncidentStatus } from '../contract/incident.ts';
import type { IncidentRecord } from '../domain/incident/incident.ts';
import { toIncident } from '../domain/incident/timeline.ts';
import { OpsError } from '../domain/ops-error.ts';
import type { Store } from './ports/store.ts';
import { toChangeEvent } from './to-change-event.ts';

/** Incidents that one answer holds at most: the newest. */
const maxIncidents = 200;

/** Newest first. */
export async function listIncidents(store: Store, status: IncidentStatus | undefined): Promise<Incident[]> {
  return assemble(store, await store.incidents.list(status, maxIncidents));
}

/** Those that are not resolved, newest first. */
export async function listUnresolvedIncidents(store: Store): Promise<Incident[]> {
  return assemble(store, await store.incidents.listUnresolved());
}

/** Throws `incident.unknown`. */
export async function getIncident(store: Store, id: string): Promise<Incident> {
  const [incident] = await assemble(store, [await getRecord(store, id)]);
  return incident!;
}

/** Throws `incident.unknown`. */
export async function getRecord(store: Store, id: string): Promise<IncidentRecord> {
  const record = await store.incidents.find(id);
  if (record !== undefined) return record;
  throw new OpsError('incident.unknown', `There is no incident "${id}"; GET /api/v1/incidents lists them.`);
}

async function assemble(store: Store, records: IncidentRecord[]): Promise<Incident[]> {
  const entries = await store.incidents.listEntries(records.map(({ report }) => report.id));
  const changes = await store.changes.listById([...new Set(records.flatMap(changesOf))]);
  return records.map((record) => {
    const named = new Set(changesOf(record));
    const own = changes.filter((change) => named.has(change.id)).map(toChangeEvent);
    return toIncident(record, entries.get(record.report.id) ?? [], own);
  });
}

function changesOf({ report }: IncidentRecord): string[] {
  return [...report.suspects, ...report.cleared].map(({ changeId }) => changeId);
}

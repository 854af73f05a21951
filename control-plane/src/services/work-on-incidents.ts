import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type IncidentReport, topics } from '@breakwater/anomaly-detector/contract';
import type { Incident, ResolveRequest, TimelineEntry } from '../contract/incident.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { acknowledge, applyReport, type IncidentRecord, resolve } from '../domain/incident/incident.ts';
import { linkEarlierFlip } from './link-flip.ts';
import type { Store, StoreWithTransactions } from './ports/store.ts';
import { getIncident, getRecord } from './read-incidents.ts';

/** What working on incidents needs. */
export interface IncidentDeps {
  store: StoreWithTransactions;
  now: () => number;
}

/** Takes in what the detector knows now; the same report again changes nothing. */
export async function reportIncident({ store }: IncidentDeps, report: IncidentReport): Promise<void> {
  await store.transaction(async (within) => {
    await within.incidents.lock(report.id);
    const before = await within.incidents.find(report.id);
    if (before !== undefined && isDeepStrictEqual(before.report, report)) return;
    const after = applyReport(before, report);
    await save(within, before, after, 'detector', null);
    await linkEarlierFlip(within, after);
    await publishIncident(within, report.id);
  });
}

/** Somebody takes it on. */
export async function acknowledgeIncident(
  { store, now }: IncidentDeps,
  actor: Actor,
  id: string,
): Promise<Incident> {
  requireRole(actor, 'responder');
  return store.transaction(async (within) => {
    await within.incidents.lock(id);
    const before = await getRecord(within, id);
    const at = new Date(now()).toISOString();
    const after = acknowledge(before, actor.name, at);
    if (after === before) return getIncident(within, id);
    const entry = {
      at,
      kind: 'acknowledged',
      text: `${actor.name} took it on`,
      actor: actor.name,
      ref: null,
    } as const;
    return finish(within, before, after, actor, entry, null);
  });
}

/** Somebody closes it, with what was learnt. */
export async function resolveIncident(
  { store, now }: IncidentDeps,
  actor: Actor,
  id: string,
  { note }: ResolveRequest,
): Promise<Incident> {
  requireRole(actor, 'responder');
  return store.transaction(async (within) => {
    await within.incidents.lock(id);
    const before = await getRecord(within, id);
    const at = new Date(now()).toISOString();
    const after = resolve(before, actor.name, at);
    return finish(
      within,
      before,
      after,
      actor,
      { at, kind: 'resolved', text: note, actor: actor.name, ref: null },
      note,
    );
  });
}

async function finish(
  store: Store,
  before: IncidentRecord,
  after: IncidentRecord,
  actor: Actor,
  entry: TimelineEntry,
  reason: string | null,
): Promise<Incident> {
  await save(store, before, after, actor.name, reason);
  await store.incidents.addEntry(after.report.id, entry);
  await publishIncident(store, after.report.id);
  return getIncident(store, after.report.id);
}

async function save(
  store: Store,
  before: IncidentRecord | undefined,
  after: IncidentRecord,
  actor: string,
  reason: string | null,
): Promise<void> {
  await store.incidents.save(after);
  const isTakenOn = after.acknowledgedBy !== (before?.acknowledgedBy ?? null);
  if (before?.status === after.status && !isTakenOn) return;
  const verb = isTakenOn ? 'acknowledged' : after.status;
  await store.audit.record({
    actor,
    action: `incident.${verb}`,
    target: after.report.id,
    reason,
    before: before ? { status: before.status } : null,
    after: { status: after.status, title: after.report.title },
  });
}

/** Tells everyone of an incident as it stands now. */
export async function publishIncident(store: Store, id: string): Promise<void> {
  const data = await getIncident(store, id);
  await store.outbox.add({
    topic: topics.incidents,
    key: id,
    eventId: randomUUID(),
    type: 'ops.incident',
    data,
  });
  await store.signal({ kind: 'incident', id });
}

import { type Acceptance, type Alert, alertIdOf } from '@breakwater/anomaly-detector/contract';
import type { AcceptRequest, TimelineEntry } from '../contract/incident.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { nameOf } from '../domain/incident/timeline.ts';
import { OpsError } from '../domain/ops-error.ts';
import { type Detector, requireDetector } from './ports/detector.ts';
import type { Store, StoreWithTransactions } from './ports/store.ts';
import { getRecord } from './read-incidents.ts';
import { publishIncident } from './work-on-incidents.ts';

/** What it takes to tell the detector what is no anomaly. */
export interface AcceptDeps {
  store: StoreWithTransactions;
  /** Absent where none is set up. */
  detector: Detector | undefined;
}

/** An alert of an incident. */
interface Place {
  incidentId: string;
  alertId: string;
}

/** Somebody says that an alert of an incident is no anomaly: the like of it raises none any more. The first word holds. */
export async function acceptAlert(
  { store, detector }: AcceptDeps,
  actor: Actor,
  place: Place,
  { note }: AcceptRequest,
): Promise<Acceptance> {
  requireRole(actor, 'responder');
  const alert = await findAlert(store, place);
  const present = requireDetector(detector);
  const record = (acceptance: Acceptance) =>
    store.transaction((within) => tellOf(within, actor, place.incidentId, alert, acceptance));
  try {
    const acceptance = await present.accept(place.alertId, { by: actor.name, note });
    await record(acceptance);
    return acceptance;
  } catch (error) {
    // It may hold all the same, where the detector could not store it, or its answer was lost.
    const held = await present.getAccepted().catch(() => []);
    const own = held.find(({ id, by }) => id === place.alertId && by === actor.name);
    if (own !== undefined) await record(own);
    throw error;
  }
}

/** Somebody takes that back: alerts of the pattern are raised again. */
export async function revokeAcceptance(
  { store, detector }: AcceptDeps,
  actor: Actor,
  id: string,
): Promise<void> {
  requireRole(actor, 'responder');
  const present = requireDetector(detector);
  const known = (await present.getAccepted()).find((one) => one.id === id);
  await store.transaction(async (within) => {
    await within.audit.record({
      actor: actor.name,
      action: 'anomaly.revoked',
      target: known?.seriesKey ?? id,
      before: known ?? null,
    });
    await present.revoke(id);
  });
}

async function findAlert(store: Store, { incidentId, alertId }: Place): Promise<Alert> {
  const { alerts } = (await getRecord(store, incidentId)).report;
  const alert = alerts.find((one) => alertIdOf(one) === alertId);
  if (alert !== undefined) return alert;
  throw new OpsError(
    'alert.unknown',
    `Incident "${incidentId}" has no alert "${alertId}"; it has ${alerts.map(alertIdOf).join(', ') || 'none'}.`,
  );
}

/** In the timeline and in the audit, once. */
async function tellOf(
  store: Store,
  actor: Actor,
  incidentId: string,
  alert: Alert,
  acceptance: Acceptance,
): Promise<void> {
  await store.incidents.lock(incidentId);
  const told: TimelineEntry = {
    at: acceptance.at,
    kind: 'note',
    text: `${nameOf(alert)} is no anomaly: ${acceptance.note}`,
    actor: acceptance.by,
    ref: alert.fingerprint,
  };
  const entries = (await store.incidents.listEntries([incidentId])).get(incidentId) ?? [];
  if (entries.some(({ at, text }) => text === told.text && Date.parse(at) === Date.parse(told.at))) return;
  await store.incidents.addEntry(incidentId, told);
  await store.audit.record({
    actor: actor.name,
    action: 'anomaly.accepted',
    target: alert.seriesKey,
    reason: acceptance.note,
    after: acceptance,
  });
  await publishIncident(store, incidentId);
}

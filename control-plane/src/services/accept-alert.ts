import { type Acceptance, alertIdOf } from '@breakwater/anomaly-detector/contract';
import type { AcceptRequest, TimelineEntry } from '../contract/incident.ts';
import { type Actor, requireRole } from '../domain/access/actor.ts';
import { nameOf } from '../domain/incident/timeline.ts';
import { OpsError } from '../domain/ops-error.ts';
import { type Detector, requireDetector } from './ports/detector.ts';
import type { StoreWithTransactions } from './ports/store.ts';
import { getRecord } from './read-incidents.ts';
import { publishIncident } from './work-on-incidents.ts';

/** What it takes to tell the detector what is no anomaly. */
export interface AcceptDeps {
  store: StoreWithTransactions;
  /** Absent where none is set up. */
  detector: Detector | undefined;
}

/** Somebody says that an alert of an incident is no anomaly: the like of it raises none any more. The first word holds. */
export async function acceptAlert(
  { store, detector }: AcceptDeps,
  actor: Actor,
  { incidentId, alertId }: { incidentId: string; alertId: string },
  { note }: AcceptRequest,
): Promise<Acceptance> {
  requireRole(actor, 'responder');
  const { report } = await getRecord(store, incidentId);
  const alert = report.alerts.find((one) => alertIdOf(one) === alertId);
  if (alert === undefined) {
    throw new OpsError(
      'alert.unknown',
      `Incident "${incidentId}" has no alert "${alertId}"; it has ${report.alerts.map(alertIdOf).join(', ') || 'none'}.`,
    );
  }
  const acceptance = await requireDetector(detector).accept(alertId, { by: actor.name, note });
  await store.transaction(async (within) => {
    await within.incidents.lock(incidentId);
    const told: TimelineEntry = {
      at: acceptance.at,
      kind: 'note',
      text: `${nameOf(alert)} is no anomaly: ${acceptance.note}`,
      actor: acceptance.by,
      ref: alert.fingerprint,
    };
    const entries = (await within.incidents.listEntries([incidentId])).get(incidentId) ?? [];
    if (entries.some(({ at, text }) => text === told.text && Date.parse(at) === Date.parse(told.at))) return;
    await within.incidents.addEntry(incidentId, told);
    await within.audit.record({
      actor: acceptance.by,
      action: 'anomaly.accepted',
      target: alert.seriesKey,
      reason: acceptance.note,
      after: acceptance,
    });
    await publishIncident(within, incidentId);
  });
  return acceptance;
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
  await present.revoke(id);
  await store.audit.record({
    actor: actor.name,
    action: 'anomaly.revoked',
    target: known?.seriesKey ?? id,
    before: known ?? null,
  });
}

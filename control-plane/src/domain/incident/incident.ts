import type { IncidentReport } from '@breakwater/anomaly-detector/contract';
import type { IncidentStatus } from '../../contract/incident.ts';
import { OpsError } from '../ops-error.ts';

/** What the detector reported, and where people stand with it. Instants as ISO 8601. */
export interface IncidentRecord {
  report: IncidentReport;
  status: IncidentStatus;
  acknowledgedBy: string | null;
  acknowledgedAt: string | null;
  mitigatedAt: string | null;
  resolvedBy: string | null;
  resolvedAt: string | null;
}

/** Takes a report in; what is resolved stays resolved, and what flares up again is no longer mitigated. */
export function applyReport(before: IncidentRecord | undefined, report: IncidentReport): IncidentRecord {
  const known = before ?? opened(report);
  if (known.status === 'resolved') return { ...known, report };
  if (report.recoveredAt !== null) {
    return { ...known, report, status: 'mitigated', mitigatedAt: report.recoveredAt };
  }
  return {
    ...known,
    report,
    status: known.acknowledgedBy === null ? 'open' : 'acknowledged',
    mitigatedAt: null,
  };
}

/** Throws `incident.already_acknowledged` or `incident.already_resolved`; the same person may do it again. */
export function acknowledge(incident: IncidentRecord, actor: string, at: string): IncidentRecord {
  if (incident.status === 'resolved') throw alreadyResolved(incident);
  if (incident.acknowledgedBy === actor) return incident;
  if (incident.acknowledgedBy !== null) {
    throw new OpsError(
      'incident.already_acknowledged',
      `${incident.acknowledgedBy} acknowledged this incident at ${incident.acknowledgedAt}; talk to them.`,
    );
  }
  const status = incident.status === 'open' ? 'acknowledged' : incident.status;
  return { ...incident, status, acknowledgedBy: actor, acknowledgedAt: at };
}

/** Throws `incident.already_resolved`. */
export function resolve(incident: IncidentRecord, actor: string, at: string): IncidentRecord {
  if (incident.status === 'resolved') throw alreadyResolved(incident);
  return { ...incident, status: 'resolved', resolvedBy: actor, resolvedAt: at };
}

/** Whether it hurts now: rollouts on its services wait until it has recovered or is resolved. */
export function isHurting(incident: IncidentRecord): boolean {
  return incident.status === 'open' || incident.status === 'acknowledged';
}

function opened(report: IncidentReport): IncidentRecord {
  return {
    report,
    status: 'open',
    acknowledgedBy: null,
    acknowledgedAt: null,
    mitigatedAt: null,
    resolvedBy: null,
    resolvedAt: null,
  };
}

function alreadyResolved({ resolvedBy, resolvedAt }: IncidentRecord): OpsError {
  return new OpsError('incident.already_resolved', `${resolvedBy} resolved this incident at ${resolvedAt}.`);
}

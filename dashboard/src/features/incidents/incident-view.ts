import type { ChangeEvent, Health, Incident, IncidentStatus } from '@breakwater/control-plane/contract';
import { formatShare } from '../../lib/numbers.ts';
import { withArrows } from '../../lib/text.ts';

const marks: Record<IncidentStatus, Health> = {
  open: 'bad',
  acknowledged: 'partial',
  mitigated: 'partial',
  resolved: 'ok',
};

/** A change under judgement: its own record where it is known, and why it is suspected or cleared. */
export interface JudgedChange {
  changeId: string;
  change: ChangeEvent | undefined;
  /** From 0 to 1; null for a cleared change. */
  confidence: number | null;
  reasons: readonly string[];
}

/** An incident as people read it. */
export interface IncidentView {
  id: string;
  title: string;
  mark: Health;
  status: IncidentStatus;
  origin: { service: string; confidence: number } | null;
  /** The other services that feel it. */
  feltBy: string[];
  suspects: JudgedChange[];
  cleared: JudgedChange[];
  /** What is to blame, in one sentence. */
  verdict: string;
  suggestedKey: string | null;
  alertsLasting: number;
  /** Milliseconds from the first symptom to the incident. */
  detectedAfterMs: number;
  /** Milliseconds from the first symptom to recovery, or to `now` while it lasts. */
  lastedMs: number;
}

/** Arranges an incident for people at `now` (epoch ms). */
export function incidentView(incident: Incident, now: number): IncidentView {
  const { report, status } = incident;
  const recordOf = (id: string) => incident.changes.find((change) => change.id === id);
  const suspects = report.suspects.map((one) => ({ ...one, change: recordOf(one.changeId) }));
  const origin = report.origins[0] ?? null;
  const started = Date.parse(report.startedAt);
  return {
    id: report.id,
    title: report.title,
    mark: marks[status],
    status,
    origin: origin && { service: origin.service, confidence: origin.confidence },
    feltBy: report.services.filter((service) => service !== origin?.service),
    suspects,
    cleared: report.cleared.map((one) => ({ ...one, change: recordOf(one.changeId), confidence: null })),
    verdict: verdictOf(report.verdict, suspects[0]),
    suggestedKey: report.suggestion?.switchKey ?? null,
    alertsLasting: report.alerts.filter(({ endsAt }) => endsAt === null).length,
    detectedAfterMs: Date.parse(report.openedAt) - started,
    lastedMs: (report.recoveredAt ? Date.parse(report.recoveredAt) : now) - started,
  };
}

function verdictOf(verdict: Incident['report']['verdict'], first: JudgedChange | undefined): string {
  if (verdict === 'no_change') return 'No change is to blame: look at load and at what lies outside';
  if (!first) return 'No suspect yet';
  const name = withArrows(first.change?.title ?? first.changeId);
  return verdict === 'change'
    ? `${name} (${formatShare(first.confidence ?? 0)} sure)`
    : `Perhaps ${name} (${formatShare(first.confidence ?? 0)} sure)`;
}

/** The incidents that still need somebody: the most pressing first. */
export function needingSomebody(incidents: readonly Incident[]): Incident[] {
  const urgency: Record<IncidentStatus, number> = { open: 0, acknowledged: 1, mitigated: 2, resolved: 3 };
  return incidents
    .filter(({ status }) => status !== 'resolved')
    .toSorted(
      (a, b) => urgency[a.status] - urgency[b.status] || b.report.openedAt.localeCompare(a.report.openedAt),
    );
}

import type { Alert, IncidentReport } from '../contract/index.ts';

type AlertOut = Pick<Alert, 'fingerprint' | 'service' | 'metric' | 'startsAt' | 'endsAt' | 'score'>;

/** The shape of `incidents.json`. */
export type IncidentsJson = {
  incidents: {
    id: string;
    openedAt: string;
    closedAt: string | null;
    services: string[];
    alerts: AlertOut[];
    origins: IncidentReport['origins'];
    suspects: IncidentReport['suspects'];
    cleared: IncidentReport['cleared'];
    verdict: IncidentReport['verdict'];
  }[];
  ungrouped: AlertOut[];
};

/** The output of a replay: incidents by their opening, and the alerts that belong to none. */
export function incidentsJson(
  reports: readonly IncidentReport[],
  ungrouped: readonly Alert[],
): IncidentsJson {
  const incidents = reports
    .map((report) => ({
      id: report.id,
      openedAt: report.openedAt,
      closedAt: report.recoveredAt,
      services: report.services,
      alerts: report.alerts.map(alertOut).sort(byStart),
      origins: report.origins,
      suspects: report.suspects,
      cleared: report.cleared,
      verdict: report.verdict,
    }))
    .sort((a, b) => a.openedAt.localeCompare(b.openedAt) || a.id.localeCompare(b.id));
  return { incidents, ungrouped: ungrouped.map(alertOut).sort(byStart) };
}

const alertOut = ({ fingerprint, service, metric, startsAt, endsAt, score }: Alert): AlertOut => ({
  fingerprint,
  service,
  metric,
  startsAt,
  endsAt,
  score: Number(score.toFixed(6)),
});

const byStart = (a: AlertOut, b: AlertOut): number =>
  a.startsAt.localeCompare(b.startsAt) || a.fingerprint.localeCompare(b.fingerprint);

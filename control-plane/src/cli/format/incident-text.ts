import type { ChangeEvent, Incident } from '../../contract/index.ts';
import { facts, table } from './table.ts';
import { age, instant, percent } from './time.ts';

/** The incidents, newest first, with their origin, suspect and suggested switch. */
export function incidentTable(incidents: readonly Incident[], now: number): string {
  if (incidents.length === 0) return 'no incident';
  return table(
    ['INCIDENT', 'STATUS', 'OPENED', 'ORIGIN', 'SUSPECT', 'SUGGESTS', 'TITLE'],
    incidents.map((incident) => [
      incident.report.id,
      incident.status,
      age(incident.report.openedAt, now),
      incident.report.origins[0]?.service ?? '-',
      suspectTarget(incident),
      incident.report.suggestion ? `kill ${incident.report.suggestion.switchKey}` : '-',
      incident.report.title,
    ]),
  );
}

function suspectTarget({ report, changes }: Incident): string {
  const suspect = report.suspects[0];
  if (!suspect) return report.verdict === 'no_change' ? 'no change' : '-';
  return changes.find((change) => change.id === suspect.changeId)?.target ?? suspect.changeId;
}

/** One incident in full: what it is, where it began, which change is suspected, what helps, what happened. */
export function incidentText(incident: Incident): string {
  const { report } = incident;
  return [
    `${report.title}\n`,
    facts(summary(incident)),
    section(
      'Alerts',
      report.alerts.map((alert) => `${alert.sentence}${alert.endsAt ? ' (ended)' : ''}; ${alert.why}`),
    ),
    section(
      'Origin',
      report.origins.map((origin) => ranked(origin.service, origin.confidence, origin.reasons)),
    ),
    section('Suspects', suspectLines(incident)),
    section(
      'Cleared',
      report.cleared.map(({ changeId, reasons }) => `${title(incident, changeId)}: ${reasons.join('; ')}`),
    ),
    section(
      'Timeline',
      incident.timeline.map(
        (entry) => `${instant(entry.at)}  ${entry.text}${entry.actor ? ` (${entry.actor})` : ''}`,
      ),
    ),
    nextStep(incident),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function summary({ report, ...incident }: Incident): [string, string][] {
  return [
    ['incident', report.id],
    ['status', incident.status],
    ['services', report.services.join(', ')],
    ['started', instant(report.startedAt)],
    ['opened', instant(report.openedAt)],
    [
      'acknowledged',
      incident.acknowledgedBy ? `${instant(incident.acknowledgedAt)} by ${incident.acknowledgedBy}` : '-',
    ],
    ['mitigated', instant(incident.mitigatedAt)],
    ['recovered', recoveredText(report.recoveredAt, incident.recoveredAfterKillS)],
    ['resolved', incident.resolvedBy ? `${instant(incident.resolvedAt)} by ${incident.resolvedBy}` : '-'],
  ];
}

function recoveredText(recoveredAt: string | null, afterKillS: number | null): string {
  return afterKillS === null
    ? instant(recoveredAt)
    : `${instant(recoveredAt)}, ${Math.round(afterKillS)} s after the kill`;
}

function suspectLines(incident: Incident): string[] {
  const { suspects, verdict } = incident.report;
  if (suspects.length === 0 && verdict === 'no_change') return ['no change is to blame'];
  return suspects.map((suspect) =>
    ranked(title(incident, suspect.changeId), suspect.confidence, suspect.reasons),
  );
}

function title({ changes }: Incident, changeId: string): string {
  const change: ChangeEvent | undefined = changes.find((candidate) => candidate.id === changeId);
  return change ? `${change.title} (${change.actor})` : changeId;
}

function ranked(name: string, confidence: number, reasons: readonly string[]): string {
  return `${name}, ${percent(confidence)}: ${reasons.join('; ')}`;
}

function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${heading}\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

function nextStep({ report, status }: Incident): string {
  const { suggestion } = report;
  if (!suggestion || status === 'mitigated' || status === 'resolved') return '';
  const reasons = suggestion.reasons.join('; ');
  return `\nSuggested: kill ${suggestion.switchKey}: ${reasons}\n  breakwater kill ${suggestion.switchKey} --incident ${report.id} --reason "…"`;
}

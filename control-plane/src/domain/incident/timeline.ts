import type { ChangeEvent } from '@breakwater/anomaly-detector/contract';
import type { Incident, TimelineEntry } from '../../contract/incident.ts';
import type { IncidentRecord } from './incident.ts';

/** An incident as people see it: the report, what they did, and the changes that it speaks of. */
export function toIncident(
  record: IncidentRecord,
  entries: readonly TimelineEntry[],
  changes: readonly ChangeEvent[],
): Incident {
  return {
    ...record,
    recoveredAfterKillS: recoveredAfterKillS(record, entries),
    timeline: timelineOf(record, entries, changes),
    changes: [...changes],
  };
}

/** Seconds from the last kill before the recovery to the recovery; null without either. */
export function recoveredAfterKillS(
  { report }: IncidentRecord,
  entries: readonly TimelineEntry[],
): number | null {
  if (report.recoveredAt === null) return null;
  const recoveredAt = Date.parse(report.recoveredAt);
  const kills = entries.filter(({ kind, at }) => kind === 'killed' && Date.parse(at) <= recoveredAt);
  const last = Math.max(...kills.map(({ at }) => Date.parse(at)));
  return kills.length === 0 ? null : Math.round((recoveredAt - last) / 100) / 10;
}

/** Oldest first: what the report tells, mixed with what people and rollouts did. */
function timelineOf(
  record: IncidentRecord,
  entries: readonly TimelineEntry[],
  changes: readonly ChangeEvent[],
): TimelineEntry[] {
  return [...reported(record, entries), ...suspected(record, changes), ...entries].sort(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
}

function reported(record: IncidentRecord, entries: readonly TimelineEntry[]): TimelineEntry[] {
  const { report } = record;
  const told: TimelineEntry[] = report.alerts.flatMap((alert) => {
    const started = entry(alert.startsAt, 'alert', alert.sentence, alert.fingerprint);
    if (alert.endsAt === null) return [started];
    return [
      started,
      entry(alert.endsAt, 'alert_ended', `${nameOf(alert)} alerts no more`, alert.fingerprint),
    ];
  });
  told.push(entry(report.openedAt, 'opened', report.title, null));
  if (report.recoveredAt !== null) {
    const seconds = recoveredAfterKillS(record, entries);
    const after = seconds === null ? '' : ` ${seconds} s after the kill`;
    told.push(entry(report.recoveredAt, 'recovered', `Recovered${after}: every alert has ended`, null));
  }
  return told;
}

function suspected({ report }: IncidentRecord, changes: readonly ChangeEvent[]): TimelineEntry[] {
  const suspects = new Set(report.suspects.map((suspect) => suspect.changeId));
  return changes
    .filter((change) => suspects.has(change.id))
    .map((change) => ({ ...entry(change.at, 'change', change.title, change.id), actor: change.actor }));
}

/** Such as `error_ratio of gateway -> recommendation`. */
export function nameOf(alert: IncidentRecord['report']['alerts'][number]): string {
  const edge = alert.peer === '' ? alert.service : `${alert.service} -> ${alert.peer}`;
  return `${alert.metric} of ${edge}`;
}

function entry(at: string, kind: TimelineEntry['kind'], text: string, ref: string | null): TimelineEntry {
  return { at, kind, text, actor: null, ref };
}

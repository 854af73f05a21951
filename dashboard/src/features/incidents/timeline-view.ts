import type { Health, Incident, TimelineEntry } from '@breakwater/control-plane/contract';
import type { Marker } from '../../charts/marker-labels.ts';
import { withArrows, withoutWord } from '../../lib/text.ts';
import { formatAge } from '../../lib/time.ts';
import type { Span } from '../metrics/span.ts';
import { alertName } from './alert-view.ts';

const words: Record<TimelineEntry['kind'], { mark: Health | null; word: string }> = {
  opened: { mark: 'bad', word: 'Opened' },
  alert: { mark: 'bad', word: 'Alert started' },
  alert_ended: { mark: 'ok', word: 'Alert ended' },
  change: { mark: null, word: 'Change' },
  acknowledged: { mark: 'partial', word: 'Acknowledged' },
  killed: { mark: 'bad', word: 'Killed' },
  confirmed: { mark: 'ok', word: 'Confirmed' },
  restored: { mark: 'ok', word: 'Restored' },
  rollout: { mark: null, word: 'Rollout' },
  recovered: { mark: 'ok', word: 'Recovered' },
  resolved: { mark: 'ok', word: 'Resolved' },
  note: { mark: null, word: 'Note' },
};

/** One line of the timeline with its distance from the first symptom. */
export interface TimelineLine extends TimelineEntry {
  /** The shape before it; null for what is neither good nor bad. */
  mark: Health | null;
  word: string;
  /** Such as `+12 s` or `-3 s`. */
  offset: string;
}

/** The history of an incident, oldest first. */
export function timelineLines(incident: Incident): TimelineLine[] {
  const start = Date.parse(incident.report.startedAt);
  return incident.timeline
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .map((entry) => {
      const { mark, word } = words[entry.kind];
      return {
        ...entry,
        mark,
        word,
        text: withArrows(withoutWord(textOf(entry, incident), word)),
        offset: offsetText(Date.parse(entry.at) - start),
      };
    });
}

/** What the control plane writes between the name of an alert and why it is none. */
const isNone = ' is no anomaly: ';

/** Of an alert only its name: its figures stand beside the alert. Of what somebody said of it the reason, too. */
function textOf({ kind, ref, text }: TimelineEntry, { report }: Incident): string {
  const alert = report.alerts.find(({ fingerprint }) => fingerprint === ref);
  if (!alert) return text;
  if (kind === 'alert' || kind === 'alert_ended') return alertName(alert);
  return kind === 'note' && text.includes(isNone)
    ? alertName(alert) + text.slice(text.indexOf(isNone))
    : text;
}

function offsetText(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${formatAge(Math.abs(ms))}`;
}

const before = 3 * 60_000;
const after = 2 * 60_000;

/** The stretch of time that the charts of an incident show: some minutes before it until it is over, or until now. */
export function incidentSpan(incident: Incident): Span {
  const from = Date.parse(incident.report.startedAt) - before;
  const end = incident.resolvedAt ?? null;
  return end === null ? { kind: 'since', from } : { kind: 'between', from, to: Date.parse(end) + after };
}

/** What is pointed out on the charts: the first suspect, kills, restores and the recovery. */
export function incidentMarkers(incident: Incident): Marker[] {
  const firstId = incident.report.suspects[0]?.changeId;
  const suspect = incident.changes.find(({ id }) => id === firstId);
  const moments: Marker[] = incident.timeline
    .filter(({ kind }) => kind === 'killed' || kind === 'restored' || kind === 'recovered')
    .map(({ at, kind }) => ({ at: Date.parse(at), label: kind, tone: kind === 'killed' ? 'muted' : 'ok' }));
  return suspect ? [{ at: Date.parse(suspect.at), label: 'suspect', tone: 'bad' }, ...moments] : moments;
}

/** The alerting series, each once, in the order of their first alert. */
export function alertingSeries(incident: Incident): Incident['report']['alerts'] {
  const seen = new Set<string>();
  return incident.report.alerts
    .toSorted((a, b) => a.startsAt.localeCompare(b.startsAt))
    .filter(({ seriesKey }) => !seen.has(seriesKey) && seen.add(seriesKey));
}

/** The alert to show where there is room for one: at the origin, lasting, the highest score. */
export function worstAlert({ report }: Incident): Incident['report']['alerts'][number] | undefined {
  const origin = report.origins[0]?.service;
  const rank = (alert: Incident['report']['alerts'][number]) =>
    Number(alert.service === origin) * 4 + Number(alert.endsAt === null) * 2 + alert.score;
  return report.alerts.toSorted((a, b) => rank(b) - rank(a))[0];
}

import type { Alert } from '../contract/index.ts';
import { type Finding, isSymptom } from '../correlation/finding.ts';
import { isIncident } from '../correlation/opening.ts';
import type { AlertLine, MetricsFile } from './case-schema.ts';

/** An alert of another system in the detector's terms; what it does not say is left open. */
export function foreignAlert(line: AlertLine, metrics: MetricsFile, hasEnded: boolean): Alert {
  const described = metrics[line.metric];
  const from = line.source === '' ? 'another system' : line.source;
  return {
    fingerprint: line.fingerprint,
    seriesKey: '',
    service: line.service,
    direction: typeof line.labels?.peer === 'string' && line.labels.direction === 'out' ? 'out' : 'in',
    peer: typeof line.labels?.peer === 'string' ? line.labels.peer : '',
    metric: line.metric,
    signal: described?.signal ?? 'other',
    unit: described?.unit ?? '',
    kind: 'shift',
    startsAt: new Date(line.startsAt).toISOString(),
    endsAt: hasEnded && line.endsAt !== null ? new Date(line.endsAt).toISOString() : null,
    score: line.score,
    value: Number.NaN,
    expected: Number.NaN,
    lower: Number.NaN,
    upper: Number.NaN,
    sentence: `${from} reports ${line.metric === '' ? 'an alert' : line.metric} on ${line.service}`,
    why: '',
  };
}

/** As `isIncident`, but alerts of other systems are believed: two of them, or one symptom, are an incident. */
export function isIncidentWithForeign(
  findings: readonly Finding[],
  now: number,
  servicesKnown: number,
): boolean {
  const foreign = findings.filter(({ alert }) => alert.seriesKey === '');
  if (foreign.length >= 2 || foreign.some(({ alert }) => isSymptom(alert))) return true;
  return isIncident(findings, now, servicesKnown);
}

import type { IncidentReport } from '../contract/index.ts';

const tenth = (share: number): number => Math.round(share * 10);

/** What makes a report worth sending at once: members, ends, ranking and advice, but not figures that grow by the second. */
export function signatureOf(report: IncidentReport): string {
  return JSON.stringify([
    report.title,
    report.recoveredAt,
    report.alerts.map(({ fingerprint, startsAt, endsAt }) => [fingerprint, startsAt, endsAt]),
    report.origins.map(({ service, confidence }) => [service, tenth(confidence)]),
    report.suspects.map(({ changeId, confidence }) => [changeId, tenth(confidence)]),
    report.cleared.map(({ changeId }) => changeId),
    report.verdict,
    report.suggestion?.switchKey,
  ]);
}

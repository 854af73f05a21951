import type { SeriesStatus } from '@breakwater/anomaly-detector/contract';
import { type IncidentRecord, isHurting } from '../incident/incident.ts';
import type { Watch } from '../rollout/why-hold.ts';

/** Where a switch sits. */
export interface SwitchPlace {
  key: string;
  service: string;
  dependency: string;
}

/** The incident that hurts now and concerns a switch: its service, the call that it cuts, or its suggestion. */
export function findHurting(
  { key, service, dependency }: SwitchPlace,
  incidents: readonly IncidentRecord[],
): IncidentRecord | undefined {
  return incidents.filter(isHurting).find(({ report }) => {
    const hurt = new Set([...report.services, ...report.origins.slice(0, 1).map((origin) => origin.service)]);
    return report.suggestion?.switchKey === key || hurt.has(service) || hurt.has(dependency);
  });
}

/** Why nothing may be given back to users now, to follow "because"; null where nothing speaks against it. */
export function whyBlocked(
  place: SwitchPlace,
  incidents: readonly IncidentRecord[],
  watch: Watch,
): string | null {
  const incident = findHurting(place, incidents);
  if (incident !== undefined) return `an incident is open: ${incident.report.title}`;
  if (watch.state === 'away') return 'the detector does not answer';
  return null;
}

/** Names of the alerts that are raised now on a switch's service. */
export function alertsOf({ service }: SwitchPlace, series: readonly SeriesStatus[]): string[] {
  return series
    .filter((one) => one.alerting && one.service === service)
    .map(({ metric, direction, peer }) => (direction === 'out' ? `${metric} towards ${peer}` : metric))
    .sort();
}

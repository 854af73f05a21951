import { type IncidentRecord, isHurting } from '../incident/incident.ts';
import type { Hold, RolloutPlan } from './rollout.ts';

/** How far the detector can be trusted to notice harm. */
export type Watch =
  | { state: 'ready' }
  | { state: 'learning' }
  | { state: 'away'; seconds: number }
  | { state: 'none' };

/** What a climb must be safe from. */
export interface Surroundings {
  incidents: readonly IncidentRecord[];
  watch: Watch;
  /** Whether the flag itself is on. */
  isFlagOn: boolean;
}

/** Why the climb must wait, the strongest reason first; null where it need not. Missing data never counts as healthy. */
export function whyHold(plan: RolloutPlan, { incidents, watch, isFlagOn }: Surroundings): Hold | null {
  const incident = incidents.filter(isHurting).find(({ report }) => touches(report, plan.services));
  if (incident !== undefined) {
    const { id, title } = incident.report;
    return { cause: 'incident', reason: `an incident is open on its services (${title})`, incidentId: id };
  }
  if (!isFlagOn) {
    return {
      cause: 'flag_off',
      reason: `the flag ${plan.flag} was turned off outside of the rollout`,
      incidentId: null,
    };
  }
  switch (watch.state) {
    case 'ready':
      return null;
    case 'learning':
      return { cause: 'learning', reason: 'the detector still learns what is normal', incidentId: null };
    case 'away':
      return {
        cause: 'away',
        reason: `the detector has not answered for ${watch.seconds} s`,
        incidentId: null,
      };
    case 'none':
      return { cause: 'away', reason: 'no detector is set up to notice harm', incidentId: null };
  }
}

/** An incident concerns the services that it names as hurt, and those where it may have begun. */
function touches(report: IncidentRecord['report'], services: readonly string[]): boolean {
  const named = new Set([...report.services, ...report.origins.slice(0, 1).map(({ service }) => service)]);
  return services.some((service) => named.has(service));
}

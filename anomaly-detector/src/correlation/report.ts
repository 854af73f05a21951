import type { ChangeEvent, IncidentReport, SwitchHint } from '../contract/index.ts';
import { attribute } from './attribution.ts';
import { type Group, membersOf, servicesOfGroup, startOf } from './group.ts';
import { type Origin, rankOrigins } from './origin.ts';
import { suggestSwitch } from './suggestion.ts';
import { titleOf } from './title.ts';
import type { Topology } from './topology.ts';

/** What people did and may do, as the control plane knows it. */
export type Surroundings = { changes: readonly ChangeEvent[]; switches: readonly SwitchHint[] };

/** The whole of what is known of an opened group. */
export function reportOf(group: Group, around: Surroundings, topology: Topology): IncidentReport {
  const findings = membersOf(group);
  const origins = rankOrigins(findings, topology);
  const services = servicesOfGroup(group);
  const origin = origins[0]?.service ?? services[0]!;
  const attribution = attribute(
    around.changes,
    { at: onsetOf(group, origins[0]), origins, services: new Set(services) },
    topology,
  );
  const edges = findings
    .filter(({ alert }) => alert.direction === 'out')
    .map(({ alert }) => ({ caller: alert.service, callee: alert.peer }));
  return {
    id: group.id,
    openedAt: iso(group.openedAt ?? startOf(group)),
    startedAt: iso(startOf(group)),
    recoveredAt: group.recoveredAt === null ? null : iso(group.recoveredAt),
    title: titleOf(origin, findings, services),
    services,
    alerts: findings.map(({ alert }) => alert),
    origins: origins.map(({ service, confidence, reasons }) => ({ service, confidence, reasons })),
    suspects: attribution.suspects,
    cleared: attribution.cleared,
    verdict: attribution.verdict,
    suggestion: suggestSwitch(around.switches, { origin, services: new Set(services), edges }, topology),
  };
}

/**
 * The onset at the origin tells more of a change than a tremor elsewhere. The median of its alerts' starts stands
 * for it: one series that began to waver before must not clear the culprit.
 */
function onsetOf(group: Group, origin: Origin | undefined): number {
  const starts = [...(origin?.starts ?? [])].sort((a, b) => a - b);
  return starts[Math.floor((starts.length - 1) / 2)] ?? startOf(group);
}

const iso = (ms: number): string => new Date(ms).toISOString();

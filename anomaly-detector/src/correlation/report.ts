import { median } from 'simple-statistics';
import type { ChangeEvent, IncidentReport, SwitchHint } from '../contract/index.ts';
import { attribute } from './attribution.ts';
import { type Group, membersOf, servicesOfGroup, startOf } from './group.ts';
import { type Origin, rankOrigins } from './origin.ts';
import { type Suggestion, suggestSwitch } from './suggestion.ts';
import { titleOf } from './title.ts';
import type { Topology } from './topology.ts';

/** What people did and may do, as the control plane knows it. */
export type Surroundings = {
  changes: readonly ChangeEvent[];
  switches: readonly SwitchHint[];
  /** Incidents that a person has resolved. */
  resolved?: ReadonlySet<string>;
};

/** The whole of what is known of an opened group; `onset` (epoch ms) overrides when it is taken to have begun. */
export function reportOf(
  group: Group,
  around: Surroundings,
  topology: Topology,
  onset?: number,
): IncidentReport {
  const findings = membersOf(group);
  const origins = rankOrigins(findings, topology);
  const services = servicesOfGroup(group);
  const origin = origins[0]?.service ?? services[0]!;
  const attribution = attribute(
    around.changes,
    { at: onset ?? onsetOf(group, origins[0]), origins, services: new Set(services) },
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
    suggestion:
      followedAdvice(group, around) ??
      suggestSwitch(around.switches, { origin, services: new Set(services), edges }, topology),
  };
}

/** What begins later than this after the first alert is a consequence. */
const onsetMs = 60_000;

/**
 * The onset at the origin tells more of a change than a tremor elsewhere. The median of its alerts' first starts
 * stands for it: one series that began to waver before must not clear the culprit.
 */
function onsetOf(group: Group, origin: Origin | undefined): number {
  const latest = startOf(group) + onsetMs;
  const starts = (origin?.starts ?? []).filter((start) => start <= latest);
  return starts.length === 0 ? startOf(group) : median(starts);
}

/** The earlier suggestion, where its switch has been killed since. */
function followedAdvice({ advice }: Group, around: Surroundings): Suggestion | null {
  const hint = around.switches.find(({ key }) => key === advice?.switchKey);
  return hint?.state === 'KILLED' ? advice : null;
}

const iso = (ms: number): string => new Date(ms).toISOString();

import { type Finding, servicesOf } from './finding.ts';
import type { Topology } from './topology.ts';

/** Alerts whose starts lie further apart do not share a cause. */
export const gapMs = 3 * 60_000;
/** A group takes no new series after this long: one stuck fault must not swallow a day. */
export const capMs = 15 * 60_000;

/**
 * Why a finding belongs to a group that has these members, in one line; null where it does not.
 * Only starts count, never ends: a stuck series would merge everything.
 */
export function reasonToJoin(
  finding: Finding,
  members: readonly Finding[],
  topology: Topology,
): string | null {
  const again = members.find((member) => member.alert.fingerprint === finding.alert.fingerprint);
  const starts = members.map((member) => member.startsAt);
  const isTooFar = starts.every((start) => Math.abs(start - finding.startsAt) > gapMs);
  const isTooLate = finding.startsAt - Math.min(...starts) > capMs;
  if (again !== undefined && !isTooFar) return 'the same series deviated again';
  if (isTooFar || isTooLate) return null;
  const theirs = new Set(members.flatMap((member) => servicesOf(member.alert)));
  for (const mine of servicesOf(finding.alert)) {
    if (theirs.has(mine)) return `began within 3 minutes of the others on ${mine}`;
  }
  for (const mine of servicesOf(finding.alert)) {
    for (const other of theirs) {
      if (topology.isAdjacent(mine, other)) {
        const [caller, callee] = topology.calleesOf(mine).has(other) ? [mine, other] : [other, mine];
        return `began within 3 minutes of the others, and ${caller} calls ${callee}`;
      }
    }
  }
  return null;
}

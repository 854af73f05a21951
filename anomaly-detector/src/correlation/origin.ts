import { type Finding, isSymptom } from './finding.ts';
import type { Topology } from './topology.ts';

/** A service that may be where it began; `starts` are those of the alerts that speak of it (epoch ms). */
export type Origin = { service: string; confidence: number; reasons: string[]; starts: number[] };

/** How much of a deviation a deviating dependency takes off its caller. */
const mostExplained = 0.9;
/** Doubt that is left however clear the evidence. */
const doubt = 0.25;

/** What is known of one service: its own deviation, and that of the calls to it as its callers see them. */
type Standing = { own: Finding[]; blamed: Finding[] };

/**
 * Ranks the owned services of a group by how likely it began there, best first, every candidate listed.
 * A service ranks by its own deviation and by what its callers see of it, less what the worst service that it calls explains.
 */
export function rankOrigins(findings: readonly Finding[], topology: Topology): Origin[] {
  const standings = standingsOf(findings, topology);
  const anomaly = new Map([...standings].map(([service, standing]) => [service, anomalyOf(standing)]));
  const ranked = [...standings.keys()]
    .filter((service) => topology.isOwned(service))
    .map((service) => {
      const own = anomaly.get(service)!;
      const explanation = explain(service, own, anomaly, topology);
      return { service, weight: own * (1 - explanation.share), explanation };
    })
    .sort((a, b) => b.weight - a.weight || a.service.localeCompare(b.service));
  const total = ranked.reduce((sum, { weight }) => sum + weight, 0) + doubt;
  return ranked.map(({ service, weight, explanation }) => ({
    service,
    confidence: weight / total,
    reasons: reasonsFor(service, standings.get(service)!, explanation, topology),
    starts: startsOf(standings.get(service)!),
  }));
}

function standingsOf(findings: readonly Finding[], topology: Topology): Map<string, Standing> {
  const standings = new Map<string, Standing>();
  const of = (service: string) => {
    const found = standings.get(service) ?? { own: [], blamed: [] };
    standings.set(service, found);
    return found;
  };
  for (const finding of findings) {
    const { alert } = finding;
    if (alert.direction === 'out' && alert.peer !== '') {
      // What is not ours cannot be an origin: the service that depends on it stands in for it.
      if (topology.isOwned(alert.peer)) of(alert.service);
      else of(alert.service).own.push(finding);
      of(alert.peer).blamed.push(finding);
    } else of(alert.service).own.push(finding);
  }
  return standings;
}

/** Both views together: what a service shows of itself, and what its callers see, which a dead service cannot hide. */
function anomalyOf({ own, blamed }: Standing): number {
  const shown = strongest(own);
  const seen = strongest(blamed);
  const breadth = new Set([...own, ...blamed].map(({ alert }) => alert.signal)).size;
  return Math.max(shown, seen) + 0.3 * Math.min(shown, seen) + 0.2 * Math.max(0, breadth - 1);
}

const strongest = (findings: readonly Finding[]): number =>
  findings.reduce((most, finding) => Math.max(most, weigh(finding)), 0);

/** What a process knows of itself is a hint only. */
const weigh = (finding: Finding): number => finding.severity * (isSymptom(finding.alert) ? 1 : 0.3);

type Explanation = { share: number; callee: string | null };

/** How much of a service's deviation the most anomalous service that it calls explains; an unowned one explains nothing away. */
function explain(
  service: string,
  own: number,
  anomaly: ReadonlyMap<string, number>,
  topology: Topology,
): Explanation {
  let best: Explanation = { share: 0, callee: null };
  for (const [callee, theirs] of anomaly) {
    const hops = callee === service ? null : topology.hops(service, callee);
    if (hops === null || hops === 0 || !topology.isOwned(callee)) continue;
    if (topology.hops(callee, service) !== null) continue;
    const share = own > 0 ? Math.min(mostExplained, theirs / own) : mostExplained;
    if (theirs > 0 && share > best.share) best = { share, callee };
  }
  return best;
}

function reasonsFor(
  service: string,
  { own, blamed }: Standing,
  explanation: Explanation,
  topology: Topology,
): string[] {
  const reasons: string[] = [];
  const worstOwn = mostSevere(own);
  const worstBlamed = mostSevere(blamed);
  if (worstOwn !== undefined) reasons.push(worstOwn.alert.sentence);
  if (worstBlamed !== undefined) reasons.push(`its callers see it: ${worstBlamed.alert.sentence}`);
  const foreign = own.find(({ alert }) => alert.direction === 'out');
  if (foreign !== undefined)
    reasons.push(`${foreign.alert.peer}, which it calls and which is not ours, deviates`);
  if (explanation.callee !== null) {
    reasons.push(
      `${Math.round(explanation.share * 100)} % of it is explained by ${explanation.callee}, which it calls`,
    );
  } else if (topology.calleesOf(service).size > 0) {
    reasons.push('nothing that it calls and that is ours deviates as much');
  } else if (own.length + blamed.length > 0) {
    reasons.push('it calls nothing: the trail ends here');
  }
  return reasons.length > 0 ? reasons : ['only calls from it deviate'];
}

const mostSevere = (findings: readonly Finding[]): Finding | undefined =>
  [...findings].sort((a, b) => b.severity - a.severity)[0];

const startsOf = ({ own, blamed }: Standing): number[] => [...own, ...blamed].map(({ startsAt }) => startsAt);

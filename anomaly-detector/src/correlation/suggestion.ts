import type { SwitchHint } from '../contract/index.ts';
import type { Topology } from './topology.ts';

/** The kill switch that cuts the symptom, with reasons. */
export type Suggestion = { switchKey: string; reasons: string[] };

/** The deviating calls of a group, as `caller -> callee`. */
export type Ailing = {
  origin: string;
  services: ReadonlySet<string>;
  edges: readonly { caller: string; callee: string }[];
};

type Choice = { key: string; weight: number; reasons: string[] };

/**
 * The LIVE switch whose call lies between the symptom and the origin: best one that cuts the calls to the origin itself,
 * then one that cuts an ailing call of the origin, then one higher on the way, then one for work inside the origin. Null where none does.
 */
export function suggestSwitch(
  switches: readonly SwitchHint[],
  ailing: Ailing,
  topology: Topology,
): Suggestion | null {
  const choices = switches
    .filter((hint) => hint.state === 'LIVE')
    .map((hint) => weighSwitch(hint, ailing, topology))
    .filter((choice) => choice !== null)
    .sort((a, b) => b.weight - a.weight || a.key.localeCompare(b.key));
  const best = choices[0];
  return best === undefined ? null : { switchKey: best.key, reasons: best.reasons };
}

function weighSwitch(hint: SwitchHint, ailing: Ailing, topology: Topology): Choice | null {
  const { key, service, dependency } = hint;
  const { origin, services, edges } = ailing;
  const isAiling = edges.some(({ caller, callee }) => caller === service && callee === dependency);
  const felt = isAiling ? [`${service} -> ${dependency} deviates`] : [];
  if (dependency === origin) {
    const weight = 4 + (isAiling ? 0.5 : 0) + (services.has(service) ? 0.2 : 0);
    return {
      key,
      weight,
      reasons: [`it cuts the calls from ${service} to ${origin}, where the symptoms began`, ...felt],
    };
  }
  if (service === origin && isAiling) {
    return { key, weight: 3, reasons: [`it cuts the failing calls from ${origin} to ${dependency}`] };
  }
  const hops = dependency === '' ? null : topology.hops(dependency, origin);
  if (hops !== null && services.has(service)) {
    const weight = 2 + 0.5 / (1 + hops) + (isAiling ? 0.3 : 0);
    return {
      key,
      weight,
      reasons: [`it cuts ${service} -> ${dependency}, on the way to ${origin}`, ...felt],
    };
  }
  if (service === origin && dependency === '') {
    return { key, weight: 1, reasons: [`it cuts work inside ${origin}, where the symptoms began`] };
  }
  return null;
}

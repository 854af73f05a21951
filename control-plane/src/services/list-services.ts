import type { ServiceList } from '../contract/service.ts';
import { judge } from '../domain/service-health/service-health.ts';
import type { DetectorWatch } from './detector-watch.ts';
import { type AnywayDeps, listSwitchesAnyway } from './kill-anyway.ts';
import type { SwitchReads } from './switches.ts';

/** Every service that is heard of: from its instances, or from the detector; also while Postgres is away. */
export async function listServices(
  deps: SwitchReads & AnywayDeps,
  detector: DetectorWatch,
): Promise<ServiceList> {
  const instances = deps.registry.list(deps.now());
  const { switches } = await listSwitchesAnyway(deps);
  const { status, series = [] } = detector.heard ?? {};
  const topology = status?.topology ?? [];
  const targets = status?.targets ?? [];
  const names = new Set([
    ...instances.map(({ service }) => service),
    ...targets.map(({ service }) => service),
    ...topology.flatMap(({ caller, callee }) => [caller, callee]),
  ]);
  const services = [...names].sort().map((name) => {
    const own = instances.filter(({ service }) => service === name);
    const asked = switches.filter(({ service }) => service === name);
    const judged = judge({
      instances: own,
      targets: targets.filter(({ service }) => service === name),
      series: series.filter(({ service }) => service === name),
      killed: asked.filter(({ state }) => state === 'KILLED').map(({ key }) => key),
      returning: asked.filter(({ state }) => state === 'RESTORING'),
    });
    const calls = [
      ...new Set(topology.filter(({ caller }) => caller === name).map(({ callee }) => callee)),
    ].sort();
    return { name, ...judged, calls, instances: own };
  });
  return { services, topology };
}

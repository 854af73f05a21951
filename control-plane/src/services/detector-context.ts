import type { DetectorContext } from '@breakwater/anomaly-detector/contract';
import { listSwitches, type SwitchReads } from './switches.ts';
import { toChangeEvent } from './to-change-event.ts';

const hourMs = 3_600_000;
const maxChanges = 1000;
/** The newest that are resolved: an older one cannot come back. */
const maxResolved = 50;

/** What the detector must know to name suspects and to suggest a switch. */
export async function readDetectorContext(deps: SwitchReads): Promise<DetectorContext> {
  const { switches } = await listSwitches(deps);
  const changes = await deps.store.changes.listSince(new Date(deps.now() - hourMs), maxChanges);
  const resolved = await deps.store.incidents.list('resolved', maxResolved);
  return {
    resolved: resolved.map(({ report }) => report.id),
    switches: switches.map(({ key, service, dependency, state }) => ({
      key,
      service,
      dependency,
      // While a part of the requests still gets the feature, a kill can still help.
      state: state === 'KILLED' ? 'KILLED' : 'LIVE',
    })),
    changes: changes.map(toChangeEvent),
  };
}

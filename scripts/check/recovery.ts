import type { Incident } from '@breakwater/control-plane/contract';
import type { OpsClient } from './ops-client.ts';
import { waitFor } from './wait-for.ts';

/** An incident that recovered takes what comes back for this long: the two minutes of the detector, and a moment to be told. */
const rejoinMs = 130_000;

const isUnderWay = ({ status, report: { recoveredAt } }: Incident): boolean =>
  status !== 'resolved' && (recoveredAt === null || Date.now() - Date.parse(recoveredAt) < rejoinMs);

/**
 * Waits until no incident is under way, as one would take in the alerts that a scenario is about to cause. Answers the ids of
 * the incidents that there are by then. Throws `CheckFailed` where one is still open after ten minutes.
 */
export async function waitUntilNothingIsUnderWay(
  ops: OpsClient,
  tell: (line: string) => void,
): Promise<ReadonlySet<string>> {
  let told = '';
  return waitFor({
    expected: 'no incident under way (one that nothing updates any more can be resolved on its page)',
    withinMs: 600_000,
    everyMs: 1000,
    look: async () => {
      const incidents = await ops.incidents();
      const titles = incidents
        .filter(isUnderWay)
        .map(({ report }) => report.title)
        .join(', ');
      if (titles !== told && titles !== '') tell(`waiting, as it is under way: ${titles}`);
      told = titles;
      return titles === '' ? new Set(incidents.map(({ report }) => report.id)) : undefined;
    },
    came: () => told,
  });
}

/** Waits until the detector has told that everything of an incident has ended; answers when that was (ISO 8601). */
export function waitForRecovery(ops: OpsClient, id: string, withinMs = 60_000): Promise<string> {
  return waitFor({
    expected: 'the incident to record the recovery',
    withinMs,
    look: async () => (await ops.incident(id)).report.recoveredAt ?? undefined,
  });
}

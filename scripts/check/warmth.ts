import type { OpsClient } from './ops-client.ts';
import { waitFor } from './wait-for.ts';

/** Waits until the detector has learnt enough of normal to raise alerts; tells how far it is. */
export async function waitUntilWarm(ops: OpsClient, tell: (line: string) => void): Promise<void> {
  let last = 'no status';
  let told = '';
  await waitFor({
    expected: 'a warm detector',
    withinMs: 240_000,
    everyMs: 1000,
    look: async () => {
      const { warmth, seriesCount } = await ops.detectorStatus();
      last = `${Math.round(warmth.share * 100)} % warm over ${seriesCount} series, ${Math.ceil(warmth.remainingS)} s to go`;
      const tenth = `${Math.floor(warmth.share * 10)}`;
      if (tenth !== told) tell(`detector: ${last}`);
      told = tenth;
      return warmth.ready && seriesCount > 0 ? true : undefined;
    },
    came: () => last,
  });
}

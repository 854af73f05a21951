import { setTimeout as delay } from 'node:timers/promises';
import type { AttachedDemo } from './attached-demo.ts';
import { signIn } from './ops-client.ts';
import { waitUntilNothingIsUnderWay } from './recovery.ts';
import { expectThat } from './wait-for.ts';
import { waitUntilWarm } from './warmth.ts';

const benignFlags = [
  'catalog-badges',
  'order-express-label',
  'payment-retry-hint',
  'gateway-compact-cards',
  'recommendation-ranker-v2',
];
const flipEveryMs = 30_000;

/** Healthy load with benign flips: no incident may open. Answers the one line to print. Throws `CheckFailed`. */
export async function checkHealthy(
  demo: AttachedDemo,
  minutes: number,
  tell: (line: string) => void,
): Promise<string> {
  const ops = await signIn(demo, 'release-manager');
  await ops.stopAllFaults();
  await waitUntilWarm(ops, tell);
  const known = await waitUntilNothingIsUnderWay(ops, tell);
  const endsAt = performance.now() + minutes * 60_000;
  const on = new Set<string>();
  let flips = 0;
  while (performance.now() < endsAt) {
    const flag = benignFlags[flips % benignFlags.length]!;
    const state = on.has(flag) ? 'off' : 'on';
    await ops.flipFlag(flag, state);
    if (state === 'on') on.add(flag);
    else on.delete(flag);
    flips += 1;
    await delay(Math.max(0, Math.min(flipEveryMs, endsAt - performance.now())));
    const fresh = (await ops.incidents()).filter((incident) => !known.has(incident.report.id));
    tell(`${flips} flips, ${fresh.length} incidents`);
    expectThat(
      fresh.length === 0,
      'no incident under healthy load',
      fresh.map((incident) => [incident.report.title, incident.report.alerts.map((alert) => alert.sentence)]),
    );
  }
  for (const flag of on) await ops.flipFlag(flag, 'off');
  return `HEALTHY OK minutes=${minutes} flips=${flips} incidents=0`;
}

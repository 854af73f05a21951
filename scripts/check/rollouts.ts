import type { Rollout } from '@breakwater/control-plane/contract';
import type { AttachedDemo } from './attached-demo.ts';
import { type OpsClient, signIn } from './ops-client.ts';
import { waitForRecovery, waitUntilNothingIsUnderWay } from './recovery.ts';
import { waitFor } from './wait-for.ts';
import { waitUntilWarm } from './warmth.ts';

type RolloutPlan = { flag: string; title: string; services: string[]; stages: ReturnType<typeof stages> };

const stages = (holdMs: number, percents: number[]) => percents.map((percent) => ({ percent, holdMs }));

/** A good rollout climbs to 100 %; one with a bad treatment holds by itself. Answers the one line to print. Throws `CheckFailed`. */
export async function checkRollouts(demo: AttachedDemo, tell: (line: string) => void): Promise<string> {
  const ops = await signIn(demo, 'release-manager');
  await ops.stopAllFaults();
  await waitUntilWarm(ops, tell);
  await waitUntilNothingIsUnderWay(ops, tell);

  const good = await planned(ops, {
    flag: 'gateway-compact-cards',
    title: 'Compact product cards',
    services: ['gateway'],
    stages: stages(3000, [5, 25, 50, 100]),
  });
  await ops.startRollout(good.id, good.flag, 'the cards were reviewed');
  await followUntil(ops, good.id, 60_000, 'completed', tell);

  const bad = await planned(ops, {
    flag: 'recommendation-ranker-v2',
    title: 'Second ranker',
    services: ['recommendation'],
    stages: stages(30_000, [50, 75, 100]),
  });
  await ops.startFault({
    service: 'recommendation',
    kind: 'errors',
    latencyMs: 0,
    ratio: 0.6,
    whenFlag: bad.flag,
    stopAfterS: 300,
  });
  const held = await followUntilHeld(ops, bad, tell);
  if (held.incidentId !== null) {
    await waitForRecovery(ops, held.incidentId, 180_000);
    await ops.resolve(held.incidentId, 'the new ranker failed; its rollout was rolled back');
  }
  return `ROLLOUTS OK good=completed good_percent=100 bad=held held_at_percent=${held.percent} incident=${held.incidentId}`;
}

/** Starts a rollout that has to hold by itself, and rolls it back. */
async function followUntilHeld(ops: OpsClient, { id, flag }: Rollout, tell: (line: string) => void) {
  try {
    await ops.startRollout(id, flag, 'the ranker was reviewed');
    return await followUntil(ops, id, 90_000, 'held', tell);
  } finally {
    await ops.stopAllFaults();
    if ((await ops.rollout(id)).status !== 'draft') await ops.rollBack(id, 'the new ranker fails');
  }
}

/** The rollout of a flag that an earlier check could not start, or a new one. */
async function planned(ops: OpsClient, plan: RolloutPlan): Promise<Rollout> {
  const { rollouts } = await ops.rollouts();
  const draft = rollouts.find(({ flag, status }) => flag === plan.flag && status === 'draft');
  return draft ?? ops.createRollout(plan);
}

function followUntil(
  ops: OpsClient,
  id: string,
  withinMs: number,
  status: Rollout['status'],
  tell: (line: string) => void,
) {
  let last: Rollout | undefined;
  let told = '';
  return waitFor({
    expected: `the rollout to be ${status}`,
    withinMs,
    look: async () => {
      last = await ops.rollout(id);
      const line = `${last.flag}: ${last.status} at ${last.percent} %${last.heldReason ? ` (${last.heldReason})` : ''}`;
      if (line !== told) tell(line);
      told = line;
      return last.status === status ? last : undefined;
    },
    came: () => told,
  });
}

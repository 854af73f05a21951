import type { Incident } from '@breakwater/control-plane/contract';
import type { AttachedDemo } from './attached-demo.ts';
import { decoySteps, undoDecoys } from './decoys.ts';
import { type OpsClient, signIn } from './ops-client.ts';
import { waitForRecovery, waitUntilNothingIsUnderWay } from './recovery.ts';
import { readRecommendations } from './storefront.ts';
import { expectThat, waitFor } from './wait-for.ts';
import { waitUntilWarm } from './warmth.ts';

const guiltyFlag = 'recommendation-ranker-v2';
const switchKey = 'recommendations';
const faultSeconds = 600;

/**
 * The product's main job on live traffic: a change breaks a service, one incident names origin, change and switch,
 * the kill is confirmed by all instances, the incident records the recovery, the switch is restored.
 * Answers the one line to print. Throws `CheckFailed`.
 */
export async function checkLoop(demo: AttachedDemo, tell: (line: string) => void): Promise<string> {
  const manager = await signIn(demo, 'release-manager');
  const responder = await signIn(demo, 'responder');
  await startQuiet(manager);
  await waitUntilWarm(responder, tell);
  const known = await waitUntilNothingIsUnderWay(responder, tell);
  const startedAt = new Date().toISOString();

  try {
    for (const decoy of decoySteps) await decoy(manager);
    tell('four decoy changes made');
    await manager.startFault({
      service: 'recommendation',
      kind: 'latency',
      latencyMs: 400,
      ratio: 1,
      whenFlag: guiltyFlag,
      stopAfterS: faultSeconds,
    });
    await manager.startFault({
      service: 'recommendation',
      kind: 'errors',
      latencyMs: 0,
      ratio: 0.3,
      whenFlag: guiltyFlag,
      stopAfterS: faultSeconds,
    });
    await manager.flipFlag(guiltyFlag, 'on');
    const flip = await findFlip(manager, startedAt);
    tell(`${flip.title}`);

    const opened = await waitForIncident(responder, known);
    const detectS = (Date.parse(opened.report.openedAt) - Date.parse(flip.at)) / 1000;
    tell(`incident ${opened.report.id}: ${opened.report.title}`);
    const named = await waitUntilNamed(responder, opened.report.id, flip.id);
    const rank = 1 + named.report.suspects.findIndex((suspect) => suspect.changeId === flip.id);
    await responder.acknowledge(opened.report.id);

    const killedAt = Date.now();
    const accepted = await responder.kill(switchKey, 'recommendation slow and failing', opened.report.id);
    const proof = await waitFor({
      expected: 'every instance to confirm the kill',
      withinMs: 10_000,
      everyMs: 50,
      look: async () => {
        const seen = await responder.propagation(accepted.changeId);
        return seen.confirmedMs === null ? undefined : seen;
      },
    });
    tell(`killed: ${proof.confirmed}/${proof.total} confirmed in ${proof.confirmedMs} ms`);
    const shown = await readRecommendations(demo.gateway, 'check-user');
    expectThat(shown.degraded && shown.items.length > 0, 'the storefront to serve its fallback', shown);

    const recovered = await waitForRecovery(responder, opened.report.id);
    const recoveredS = (Date.parse(recovered) - killedAt) / 1000;
    tell(`recovered ${recoveredS.toFixed(1)} s after the kill`);

    await undoGuilty(manager);
    await responder.restore(switchKey, 'the new ranker is off again');
    await waitFor({
      expected: 'the storefront to serve recommendations again',
      withinMs: 30_000,
      look: async () => ((await readRecommendations(demo.gateway, 'check-user')).degraded ? undefined : true),
    });
    await responder.resolve(opened.report.id, 'the new ranker was slow and failing; rolled back');

    const fresh = (await responder.incidents()).filter((incident) => !known.has(incident.report.id));
    const origin = named.report.origins[0]?.service ?? 'none';
    const line =
      `detect_s=${detectS.toFixed(1)} incidents=${fresh.length} origin=${origin} suspect_rank=${rank}` +
      ` kill_confirmed_ms=${proof.confirmedMs} instances=${proof.confirmed}/${proof.total} recovered_s=${recoveredS.toFixed(1)}`;
    expectThat(fresh.length === 1, 'exactly one incident', line);
    expectThat(detectS <= 20, 'detect_s <= 20', line);
    expectThat(rank === 1, 'suspect_rank=1', line);
    expectThat(origin === 'recommendation', 'origin=recommendation', line);
    expectThat(
      named.report.suggestion?.switchKey === switchKey,
      'the switch recommendations suggested',
      named.report.suggestion,
    );
    expectThat((proof.confirmedMs ?? Infinity) <= 1000 && proof.total > 0, 'kill_confirmed_ms <= 1000', line);
    expectThat(recoveredS <= 30, 'recovered_s <= 30', line);
    return `LOOP OK ${line}`;
  } finally {
    await undoGuilty(manager);
    await undoDecoys(manager);
    await restoreIfKilled(responder);
  }
}

async function startQuiet(ops: OpsClient): Promise<void> {
  await ops.stopAllFaults();
  await ops.flipFlag(guiltyFlag, 'off');
  await ops.reachEverybody(guiltyFlag);
  await undoDecoys(ops);
  await restoreIfKilled(ops);
}

async function undoGuilty(ops: OpsClient): Promise<void> {
  await ops.flipFlag(guiltyFlag, 'off');
  await ops.stopAllFaults();
}

async function restoreIfKilled(ops: OpsClient): Promise<void> {
  const { switches } = await ops.switches();
  const found = switches.find((one) => one.key === switchKey);
  if (found !== undefined && found.state !== 'LIVE') await ops.restore(switchKey, 'the check is over');
}

function findFlip(ops: OpsClient, since: string) {
  return waitFor({
    expected: `a change event for the flip of ${guiltyFlag}`,
    withinMs: 5000,
    everyMs: 100,
    look: async () =>
      (await ops.changesSince(since)).find(
        (change) => change.target === guiltyFlag && change.effect === 'enable',
      ),
  });
}

function waitForIncident(ops: OpsClient, known: ReadonlySet<string>): Promise<Incident> {
  return waitFor({
    expected: 'an open incident',
    withinMs: 60_000,
    look: async () => (await ops.incidents()).find((incident) => !known.has(incident.report.id)),
  });
}

/** Gives the incident a few seconds to gather its evidence, as a person reading it would. */
function waitUntilNamed(ops: OpsClient, id: string, changeId: string): Promise<Incident> {
  let last: Incident | undefined;
  return waitFor({
    expected: 'the incident to name recommendation as its origin and the flip as its suspect',
    withinMs: 10_000,
    look: async () => {
      last = await ops.incident(id);
      const { origins, suspects, suggestion } = last.report;
      const named =
        origins[0]?.service === 'recommendation' && suspects[0]?.changeId === changeId && suggestion !== null;
      return named ? last : undefined;
    },
    came: () =>
      JSON.stringify({
        origins: last?.report.origins,
        suspects: last?.report.suspects,
        suggestion: last?.report.suggestion,
      }),
  });
}

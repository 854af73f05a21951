import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { AuditPage, ChangeList, Drill, DrillList, Switch } from '../src/contract/index.ts';
import {
  beat,
  Caller,
  detectorToken,
  emailOf,
  heartbeat,
  makeSetting,
  type Setting,
  signIn,
  startOn,
} from './setting/control-plane.ts';
import { report } from './setting/fake-detector.ts';
import { guard } from './setting/guard.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let responder: Caller;
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;
const path = '/api/v1/switches/recommendations';

beforeAll(async () => {
  setting = await makeSetting();
  controlPlane = await startOn(setting, {}, clock);
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
});

beforeEach(async () => {
  responder = await signIn(controlPlane.url, 'responder');
  await responder.post(`${path}/restore`, {
    reason: 'begin afresh',
    confirmKey: 'recommendations',
    immediate: true,
  });
  await until({ state: 'LIVE', percent: 100 });
  // What an earlier test's instances have counted is too old to take part.
  aheadMs += 4 * 60_000;
});

const read = async () => (await responder.get(path)).as(Switch);
const until = (wanted: Partial<Switch>) =>
  vi.waitFor(async () => expect(await read()).toMatchObject(wanted), { timeout: 15_000 });
const start = async () => (await responder.post(`${path}/drill`, { reason: 'weekly proof' })).as(Drill);
const find = async (id: string) =>
  (await responder.get(`${path}/drills`)).as(DrillList).drills.find((drill) => drill.id === id)!;

/** The counters of one gateway since its start. */
const gateway = (id: string, outcomes: Record<string, number>) =>
  beat(controlPlane.url, heartbeat(id, 1_000_000, { guards: [guard(outcomes)] }));

/** Lets the minute of a drill pass; then each instance tells what it has counted. */
async function finish(id: string, tell: () => Promise<unknown>): Promise<Drill> {
  aheadMs += 60_500;
  await vi.waitFor(async () => expect((await find(id)).endedAt).not.toBeNull(), { timeout: 15_000 });
  aheadMs += 1000;
  await tell();
  await vi.waitFor(async () => expect((await find(id)).verdict).not.toBeNull(), { timeout: 15_000 });
  return find(id);
}

it('sends one percent to the fallback for a minute, gathers evidence from each instance, and proves the fallback', async () => {
  await gateway('gateway-1', { success: 500 });
  await gateway('gateway-2', { success: 700, failure: 7 });
  const since = new Date().toISOString();
  const drill = await start();
  expect(drill).toMatchObject({ cohortPercent: 1, startedBy: emailOf('responder'), verdict: null });
  expect(Date.parse(drill.endsAt) - Date.parse(drill.startedAt)).toBe(60_000);
  await until({
    state: 'DRILL',
    percent: 99,
    lastDrill: { id: drill.id, at: drill.startedAt, verdict: null },
  });

  const judged = await finish(drill.id, async () => {
    await gateway('gateway-1', { success: 1480, killed: 20, fallback_served: 20 });
    await gateway('gateway-2', { success: 1190, killed: 10, fallback_served: 10, failure: 7 });
  });
  expect(judged).toMatchObject({
    verdict: 'proven',
    text: 'The fallback answered 30 times on 2 of 2 instances, without a failure.',
    evidence: { calls: 1500, fallbackAnswers: 30, fallbackFailures: 0, errors: 0, errorShareDuring: 0 },
  });
  expect(judged.evidence?.instances.map(({ id, calls }) => [id, calls])).toEqual([
    ['gateway-1', 1000],
    ['gateway-2', 500],
  ]);
  expect(await read()).toMatchObject({ state: 'LIVE', percent: 100, lastProvenAt: judged.endedAt });

  const exposures = async () => {
    const { changes } = (await responder.get(`/api/v1/changes?since=${since}`)).as(ChangeList);
    return changes.filter(({ target }) => target === 'recommendations').map(({ exposure }) => exposure);
  };
  await vi.waitFor(async () => expect(await exposures()).toEqual([0.99, 1]), { timeout: 15_000 });
  const { entries } = (await responder.get('/api/v1/audit?limit=10')).as(AuditPage);
  expect(entries.find(({ action }) => action === 'switch.drill')).toMatchObject({
    actor: emailOf('responder'),
    target: 'recommendations',
    reason: 'weekly proof',
  });
});

it.each([
  ['failed', 'a fallback that failed', { killed: 5, fallback_served: 4, fallback_failed: 1 }, /failed once/],
  [
    'failed',
    'errors that rose',
    { killed: 5, fallback_served: 5, failure: 60 },
    /errors rose from 0 % to 5\.\d %/,
  ],
  ['unseen', 'a cohort that nobody fell into', {}, /None of 1000 calls fell into the cohort/],
] as const)('a drill is %s with %s, and proves nothing', async (verdict, _what, outcomes, text) => {
  const { lastProvenAt } = await read();
  await gateway('gateway-1', { success: 0 });
  aheadMs += 30_000;
  await gateway('gateway-1', { success: 100 });
  const drill = await start();
  const judged = await finish(drill.id, () => gateway('gateway-1', { success: 1100, ...outcomes }));
  expect(judged).toMatchObject({ verdict, text: expect.stringMatching(text) });
  expect(await read()).toMatchObject({ lastProvenAt, lastDrill: { id: drill.id, verdict } });
});

it('a kill ends a drill at once and stays; so does a degrade level', async () => {
  const first = await start();
  await responder.post(`${path}/kill`, { reason: 'for real now' });
  await vi.waitFor(async () => expect((await find(first.id)).verdict).toBe('aborted'), { timeout: 15_000 });
  expect(await find(first.id)).toMatchObject({ text: 'Ended early: the switch was flipped meanwhile.' });
  aheadMs += 70_000;
  expect(await read()).toMatchObject({ state: 'KILLED', percent: 0 });

  await responder.post(`${path}/restore`, { reason: 'well', confirmKey: 'recommendations', immediate: true });
  const second = await start();
  await responder.post('/api/v1/levels', { level: 'L1', reason: 'too much load' });
  await vi.waitFor(async () => expect((await find(second.id)).verdict).toBe('aborted'), { timeout: 15_000 });
  expect(await read()).toMatchObject({ state: 'KILLED', term: { level: 'L1' } });
  await responder.post('/api/v1/levels', { level: 'L0', reason: 'calm', confirm: 'L0' });
  expect(await read()).toMatchObject({ state: 'LIVE', percent: 100 });
});

it('an incident on its service ends a drill early, and none begins while one is open or the switch is not LIVE', async () => {
  const drill = await start();
  const again = await responder.post(`${path}/drill`, { reason: 'once more' });
  expect(again.problem).toMatchObject({
    status: 409,
    code: 'switch.wrong_state',
    detail: expect.stringContaining('is DRILL'),
  });
  const machine = new Caller(controlPlane.url, detectorToken);
  await machine.put('/api/v1/incidents/drill-ender/report', report('drill-ender'));
  await vi.waitFor(async () => expect((await find(drill.id)).verdict).toBe('aborted'), { timeout: 15_000 });
  expect((await find(drill.id)).text).toContain('an incident opened (recommendation: errors up');
  await until({ state: 'LIVE', percent: 100 });
  const refused = await responder.post(`${path}/drill`, { reason: 'once more' });
  expect(refused.problem).toMatchObject({ status: 409, code: 'switch.incident_open' });
  await responder.post('/api/v1/incidents/drill-ender/resolve', { note: 'it was the ranker' });
  const viewer = await signIn(controlPlane.url, 'viewer');
  expect((await viewer.post(`${path}/drill`, { reason: 'let me try' })).problem.code).toBe(
    'access.role_too_low',
  );
});

it('a drill outlives a restart: it ends in its time and is judged by what was counted since its start', async () => {
  await gateway('gateway-1', { success: 1000 });
  const drill = await start();
  await controlPlane.close();
  aheadMs += 30_000;
  controlPlane = await startOn(setting, {}, clock);
  responder = await signIn(controlPlane.url, 'responder');
  expect(await read()).toMatchObject({ state: 'DRILL', percent: 99 });
  const judged = await finish(drill.id, () =>
    gateway('gateway-1', { success: 1990, killed: 10, fallback_served: 10 }),
  );
  expect(judged).toMatchObject({ verdict: 'proven', evidence: { calls: 1000, fallbackAnswers: 10 } });
});

it('people who start a drill at the same moment start one', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => responder.post(`${path}/drill`, { reason: 'all at once' })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array.from({ length: 7 }, () => 409)]);
});

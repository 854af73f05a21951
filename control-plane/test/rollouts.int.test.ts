import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { ChangeList, Incident, Rollout, RolloutList } from '../src/contract/index.ts';
import {
  Caller,
  detectorToken,
  emailOf,
  makeSetting,
  type Setting,
  signIn,
  startOn,
} from './setting/control-plane.ts';
import { type FakeDetector, report, startFakeDetector } from './setting/fake-detector.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let fake: FakeDetector;
let detector: Caller;
let manager: Caller;
let count = 0;

const patience = { timeout: 20_000, interval: 50 };

beforeAll(async () => {
  fake = await startFakeDetector();
  setting = await makeSetting({ BREAKWATER_DETECTOR_URL: fake.url, BREAKWATER_DETECTOR_AWAY_MS: '2500' });
  controlPlane = await startOn(setting);
  await enter();
});

afterEach(async () => {
  fake.setReady(true);
});

afterAll(async () => {
  await controlPlane?.close();
  await fake?.close();
  await setting?.remove();
});

async function enter(): Promise<void> {
  detector = new Caller(controlPlane.url, detectorToken);
  manager = await signIn(controlPlane.url, 'release-manager');
}

async function newFlag(): Promise<string> {
  count += 1;
  const name = `climb-${count}`;
  await manager.post('/unleash/api/admin/projects/default/features', { name, type: 'release' });
  return name;
}

async function plan(
  flag: string,
  percents: number[],
  holdMs: number,
  services = [`service-of-${flag}`],
): Promise<Rollout> {
  const stages = percents.map((percent) => ({ percent, holdMs }));
  const answer = await manager.post('/api/v1/rollouts', {
    flag,
    title: `Climb of ${flag}`,
    services,
    stages,
  });
  expect(answer.status).toBe(201);
  return answer.as(Rollout);
}

const start = (rollout: Rollout) =>
  manager.post(`/api/v1/rollouts/${rollout.id}/start`, { reason: 'reviewed', confirmKey: rollout.flag });
const read = async (id: string) => (await manager.get(`/api/v1/rollouts/${id}`)).as(Rollout);

const until = (id: string, expected: Partial<Rollout>) =>
  vi.waitFor(async () => expect(await read(id)).toMatchObject(expected), { timeout: 40_000, interval: 50 });

async function strategyOf(flag: string): Promise<{ enabled: boolean; parameters: Record<string, string> }> {
  const path = `/unleash/api/admin/projects/default/features/${flag}/environments/production`;
  const found = JSON.parse((await manager.get(path)).text) as {
    enabled: boolean;
    strategies: { parameters: Record<string, string> }[];
  };
  return { enabled: found.enabled, parameters: found.strategies[0]?.parameters ?? {} };
}

/** Gives a flag that is off a strategy for everybody, waits until that is told, and answers what tells the flag's changes. */
async function offForEverybody(flag: string): Promise<() => Promise<string[]>> {
  const strategies = `/unleash/api/admin/projects/default/features/${flag}/environments/production/strategies`;
  const parameters = { rollout: '100', groupId: flag, stickiness: 'userId' };
  expect((await manager.post(strategies, { name: 'flexibleRollout', parameters })).status).toBe(200);
  const changesOfFlag = async () => {
    const { changes } = (await manager.get('/api/v1/changes')).as(ChangeList);
    return changes.filter(({ target }) => target === flag).map(({ title }) => title);
  };
  const added = `${flag}: strategy added, 100 % of users`;
  await vi.waitFor(async () => expect(await changesOfFlag()).toEqual([added]), patience);
  return changesOfFlag;
}

/** Has Postgres do something before it stores that a flag was enabled; the answer ends that. */
async function onEventOf(flag: string, body: string): Promise<() => Promise<unknown>> {
  await setting.sql(`create function public.on_event() returns trigger language plpgsql as $$ begin
    ${body} return new; end $$`);
  await setting.sql(`create trigger on_event before insert on public.events for each row
    when (new.feature_name = '${flag}' and new.type = 'feature-environment-enabled') execute function public.on_event()`);
  return () => setting.sql('drop function public.on_event() cascade');
}

it('discards a draft, says so in the audit, and makes way for another plan', async () => {
  const flag = await newFlag();
  const draft = await plan(flag, [10, 100], 60_000);
  const second = {
    flag,
    title: 'A better plan',
    services: ['catalog'],
    stages: [{ percent: 100, holdMs: 1000 }],
  };
  const refused = await manager.post('/api/v1/rollouts', second);
  expect(refused.problem).toMatchObject({
    code: 'rollout.exists',
    detail: expect.stringContaining('discard'),
  });
  const responder = await signIn(controlPlane.url, 'responder');
  const discarded = await responder.post(`/api/v1/rollouts/${draft.id}/discard`, { reason: 'planned anew' });
  expect(discarded.as(Rollout)).toMatchObject({ status: 'discarded', percent: 0 });
  const [entry] = await setting.sql<{ reason: string; actor: string }>(
    `select actor, reason from ops.audit where action = 'rollout.discard' and target = '${flag}'`,
  );
  expect(entry).toEqual({ actor: emailOf('responder'), reason: 'planned anew' });
  expect((await start(draft)).problem.code).toBe('rollout.wrong_status');
  expect((await manager.post('/api/v1/rollouts', second)).status).toBe(201);
});

it('climbs by itself to 100 %, keeps the hash group, and each step is a change', async () => {
  const flag = await newFlag();
  const rollout = await plan(flag, [10, 50, 100], 1000);
  expect(rollout).toMatchObject({
    status: 'draft',
    percent: 0,
    stageIndex: -1,
    createdBy: emailOf('release-manager'),
  });
  expect((await start(rollout)).as(Rollout)).toMatchObject({ status: 'running', percent: 10, stageIndex: 0 });
  expect(await strategyOf(flag)).toMatchObject({
    enabled: true,
    parameters: { rollout: '10', groupId: flag, stickiness: 'userId' },
  });

  await until(rollout.id, { status: 'completed', percent: 100 });
  expect(await strategyOf(flag)).toMatchObject({
    enabled: true,
    parameters: { rollout: '100', groupId: flag },
  });
  const done = await read(rollout.id);
  expect(done.events.map(({ kind }) => kind)).toEqual([
    'created',
    'started',
    'stage_entered',
    'stage_entered',
    'stage_entered',
    'completed',
  ]);
  const { changes } = (await manager.get('/api/v1/changes')).as(ChangeList);
  const own = changes.filter(({ target }) => target === flag);
  expect(own.every(({ kind }) => kind === 'rollout')).toBe(true);
  expect(own.filter(({ effect }) => effect === 'ramp').map(({ exposure }) => exposure)).toEqual([0.5, 1]);
  expect(own.find(({ effect }) => effect === 'enable')).toMatchObject({
    exposure: 0.1,
    services: [`service-of-${flag}`],
  });
});

it('the start on a flag that is off and would reach everybody is one change: on, for the first stage alone', async () => {
  const flag = await newFlag();
  const changesOfFlag = await offForEverybody(flag);
  await start(await plan(flag, [10, 100], 60_000));
  const begun = `${flag}: off -> on for 10 % of users`;
  await vi.waitFor(async () => expect(await changesOfFlag()).toContain(begun), patience);
  expect((await changesOfFlag()).filter((title) => title.includes('->'))).toEqual([begun]);
});

it('the start is one change even where others are told while its own events are being written', async () => {
  const flag = await newFlag();
  const changesOfFlag = await offForEverybody(flag);
  const rollout = await plan(flag, [10, 100], 60_000);
  const other = await newFlag();
  // The event of the start is stored only once the sequence has been called; a sequence is seen from any transaction.
  await setting.sql('create sequence public.go');
  const letGo = await onEventOf(
    flag,
    'while not (select is_called from public.go) loop perform pg_sleep(0.05); end loop;',
  );
  const isWaiting = async (what: string) =>
    (await setting.sql(`select pid from pg_stat_activity where ${what}`)).length > 0;
  let isOtherTold = false;
  const starting = start(rollout);
  try {
    await expect.poll(() => isWaiting(`wait_event = 'PgSleep'`)).toBe(true);
    const telling = offForEverybody(other).then(() => {
      isOtherTold = true;
    });
    const isOtherHeld = () => isWaiting(`wait_event_type = 'Lock' and query like 'insert into "events"%'`);
    await expect.poll(async () => isOtherTold || (await isOtherHeld())).toBe(true);
    await setting.sql(`select nextval('public.go')`);
    expect((await starting).status).toBe(200);
    await telling;
  } finally {
    await setting.sql(`select nextval('public.go')`);
    await letGo();
    await setting.sql('drop sequence public.go');
  }
  const begun = `${flag}: off -> on for 10 % of users`;
  await vi.waitFor(async () => expect(await changesOfFlag()).toContain(begun), patience);
  expect((await changesOfFlag()).filter((title) => title.includes('->'))).toEqual([begun]);
});

it('a start that the flag engine says it has made, but could not keep, is made again', async () => {
  const flag = await newFlag();
  const changesOfFlag = await offForEverybody(flag);
  const rollout = await plan(flag, [10, 100], 60_000);
  const letGo = await onEventOf(flag, `raise exception 'the disk is full';`);
  try {
    await start(rollout);
    expect(await strategyOf(flag)).toMatchObject({ enabled: false, parameters: { rollout: '100' } });
  } finally {
    await letGo();
  }
  const begun = `${flag}: off -> on for 10 % of users`;
  await vi.waitFor(async () => expect(await changesOfFlag()).toContain(begun), patience);
  expect(await strategyOf(flag)).toMatchObject({ enabled: true, parameters: { rollout: '10' } });
});

it('climbs in hundredths of a percent by our own strategy, and by whole percents as every SDK can follow', async () => {
  const flag = await newFlag();
  const rollout = await plan(flag, [0.25, 1, 12.5, 100], 1000);
  expect((await start(rollout)).as(Rollout)).toMatchObject({ status: 'running', percent: 0.25 });
  const path = `/unleash/api/admin/projects/default/features/${flag}/environments/production`;
  const shown = async () => JSON.parse((await manager.get(path)).text).strategies;
  const same = { stickiness: 'userId', groupId: flag };
  expect(await shown()).toMatchObject([
    { name: 'breakwaterRollout', parameters: { percentage: '0.25', ...same } },
  ]);
  await until(rollout.id, { status: 'completed', percent: 100 });
  const after = await shown();
  expect(after).toHaveLength(1);
  expect(after[0]).toMatchObject({ name: 'flexibleRollout', parameters: { rollout: '100', ...same } });
  const texts = (await read(rollout.id)).events.map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['0.25 % of users', '1 % of users', '12.5 % of users']));
  const wrong = await manager.post('/api/v1/rollouts', {
    flag,
    title: 'Too fine',
    services: ['recommendation'],
    stages: [{ percent: 0.001, holdMs: 1000 }],
  });
  expect(wrong.status).toBe(400);
});

it('pauses, resumes and rolls back on request', async () => {
  const flag = await newFlag();
  const rollout = await plan(flag, [20, 100], 600_000);
  await start(rollout);
  const act = (verb: string, body: object) =>
    manager.post(`/api/v1/rollouts/${rollout.id}/${verb}`, { reason: 'look first', ...body });
  expect((await act('pause', {})).as(Rollout)).toMatchObject({
    status: 'paused',
    percent: 20,
    nextStageAt: null,
  });
  expect((await act('resume', {})).problem.code).toBe('rollout.confirm_key_mismatch');
  expect((await act('resume', { confirmKey: flag })).as(Rollout)).toMatchObject({
    status: 'running',
    percent: 20,
  });
  const responder = await signIn(controlPlane.url, 'responder');
  const back = await responder.post(`/api/v1/rollouts/${rollout.id}/roll-back`, { reason: 'it hurts' });
  expect(back.as(Rollout)).toMatchObject({ status: 'rolled_back', percent: 0 });
  expect(await strategyOf(flag)).toMatchObject({ enabled: false, parameters: { rollout: '0' } });
  expect((await act('resume', { confirmKey: flag })).problem).toMatchObject({
    status: 409,
    code: 'rollout.wrong_status',
  });
});

it('holds while an incident is open on one of its services, and goes on once it has recovered', async () => {
  const flag = await newFlag();
  const rollout = await plan(flag, [10, 100], 4000, ['recommendation']);
  await start(rollout);
  const sent = report('hold-1');
  await detector.put('/api/v1/incidents/hold-1/report', sent);
  await until(rollout.id, { status: 'held', percent: 10, incidentId: 'hold-1' });
  expect((await read(rollout.id)).heldReason).toBe(
    'an incident is open on its services (recommendation: errors up, felt by gateway)',
  );
  const incident = (await manager.get('/api/v1/incidents/hold-1')).as(Incident);
  expect(incident.timeline.find(({ kind }) => kind === 'rollout')).toMatchObject({ ref: rollout.id });

  const another = await plan(await newFlag(), [10], 1000, ['recommendation']);
  expect((await start(another)).problem).toMatchObject({ status: 409, code: 'rollout.incident_open' });

  await detector.put('/api/v1/incidents/hold-1/report', { ...sent, recoveredAt: new Date().toISOString() });
  await until(rollout.id, { status: 'completed', percent: 100 });
});

it('an incident elsewhere does not hold it', async () => {
  await detector.put(
    '/api/v1/incidents/elsewhere/report',
    report('elsewhere', { services: ['order'], origins: [] }),
  );
  const rollout = await plan(await newFlag(), [50], 1000, ['catalog']);
  await start(rollout);
  await until(rollout.id, { status: 'completed' });
});

it('never climbs blind: it holds while the detector still learns, and while it is away', async () => {
  fake.setReady(false);
  const rollout = await plan(await newFlag(), [10, 100], 8000);
  await start(rollout);
  await until(rollout.id, { status: 'held', heldReason: 'the detector still learns what is normal' });
  fake.setReady(true);
  await until(rollout.id, { status: 'running', percent: 10 });

  const port = Number(new URL(fake.url).port);
  await fake.close();
  await vi.waitFor(
    async () =>
      expect((await read(rollout.id)).heldReason).toMatch(/the detector has not answered for \d+ s/),
    { timeout: 20_000, interval: 50 },
  );
  expect((await read(rollout.id)).percent).toBe(10);
  fake = await startFakeDetector(port);
  await until(rollout.id, { status: 'running', percent: 100 });
});

it('holds when somebody turns the flag off on the way, and does not turn it on again', async () => {
  const flag = await newFlag();
  const rollout = await plan(flag, [10, 100], 600_000);
  await start(rollout);
  await manager.post(`/unleash/api/admin/projects/default/features/${flag}/environments/production/off`);
  await until(rollout.id, {
    status: 'held',
    heldReason: `the flag ${flag} was turned off outside of the rollout`,
  });
  expect((await strategyOf(flag)).enabled).toBe(false);
});

it('survives a restart of the control plane in the middle of the climb', async () => {
  const flag = await newFlag();
  const rollout = await plan(flag, [10, 100], 8000);
  await start(rollout);
  await controlPlane.close();
  controlPlane = await startOn(setting);
  await enter();
  expect(await read(rollout.id)).toMatchObject({ status: 'running', percent: 10 });
  await until(rollout.id, { percent: 100 });
  await vi.waitFor(async () => expect((await strategyOf(flag)).parameters.rollout).toBe('100'), patience);
});

it('finishes what a crash left half done', async () => {
  const flag = await newFlag();
  const rollout = await plan(flag, [30], 600_000);
  await start(rollout);
  const strategies = `/unleash/api/admin/projects/default/features/${flag}/environments/production/strategies`;
  const [strategy] = JSON.parse((await manager.get(strategies)).text) as { id: string }[];
  await manager.ask('PATCH', `${strategies}/${strategy!.id}`, [
    { op: 'replace', path: '/parameters/rollout', value: '1' },
  ]);
  await setting.sql('update ops.rollouts set applied_events = 2 where id = $1', [rollout.id]);
  await vi.waitFor(async () => expect((await strategyOf(flag)).parameters.rollout).toBe('30'), {
    timeout: 15_000,
  });
});

it('refuses what may not be', async () => {
  const flag = await newFlag();
  const rollout = await plan(flag, [50, 100], 60_000);
  const stages = [{ percent: 50, holdMs: 1000 }];
  const create = (body: object) =>
    manager.post('/api/v1/rollouts', { title: 'Another one', services: ['catalog'], stages, ...body });
  expect((await create({ flag })).problem).toMatchObject({ status: 409, code: 'rollout.exists' });
  expect((await create({ flag: 'no-such-flag' })).problem.code).toBe('flag.unknown');
  expect((await create({ flag: 'recommendations' })).problem.code).toBe('flag.unknown');
  expect((await create({ flag: 'other', stages: [...stages, ...stages] })).problem.detail).toMatch(
    /each stage must raise/,
  );
  const wrongKey = await manager.post(`/api/v1/rollouts/${rollout.id}/start`, {
    reason: 'reviewed',
    confirmKey: 'x',
  });
  expect(wrongKey.problem).toMatchObject({ status: 422, code: 'rollout.confirm_key_mismatch' });
  const responder = await signIn(controlPlane.url, 'responder');
  const tooLow = await responder.post(`/api/v1/rollouts/${rollout.id}/start`, {
    reason: 'reviewed',
    confirmKey: flag,
  });
  expect(tooLow.problem.code).toBe('access.role_too_low');
  expect((await manager.get('/api/v1/rollouts/nope')).problem.code).toBe('rollout.unknown');
  expect((await manager.get('/api/v1/rollouts')).as(RolloutList).rollouts[0]?.id).toBe(rollout.id);
});

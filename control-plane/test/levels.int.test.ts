import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { AuditPage, LevelChanged, type LevelId, LevelStatus, Switch } from '../src/contract/index.ts';
import { type Caller, emailOf, makeSetting, type Setting, signIn, startOn } from './setting/control-plane.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let responder: Caller;

beforeAll(async () => {
  setting = await makeSetting();
  controlPlane = await startOn(setting);
  responder = await signIn(controlPlane.url, 'responder');
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
});

beforeEach(async () => {
  await set('L0');
  for (const key of ['recommendations', 'payments.capture']) {
    await responder.post(`/api/v1/switches/${key}/restore`, {
      reason: 'begin afresh',
      confirmKey: key,
      immediate: true,
    });
    await vi.waitFor(async () => expect(await read(key)).toMatchObject({ state: 'LIVE' }), { timeout: 5000 });
  }
});

const set = async (level: LevelId) =>
  (await responder.post('/api/v1/levels', { level, reason: `go to ${level}`, confirm: level })).as(
    LevelChanged,
  );
const status = async () => (await responder.get('/api/v1/levels')).as(LevelStatus);
const read = async (key: string) => (await responder.get(`/api/v1/switches/${key}`)).as(Switch);

it('raising a level kills its switches and those below in one revision, and lowering it gives them back', async () => {
  const { report } = await set('L2');
  expect(report).toMatchObject({ from: 'L0', to: 'L2', by: emailOf('responder'), failed: 0 });
  expect(report.results).toEqual([
    { key: 'payments.capture', from: 'LIVE', to: 'KILLED', result: 'changed', detail: null },
    { key: 'recommendations', from: 'LIVE', to: 'KILLED', result: 'changed', detail: null },
  ]);
  expect(await read('recommendations')).toMatchObject({
    state: 'KILLED',
    term: { level: 'L1' },
    reason: 'level L2: go to L2',
  });
  expect(await status()).toMatchObject({ current: 'L2', changedBy: emailOf('responder') });

  const down = await set('L1');
  expect(down.report.results).toMatchObject([
    { key: 'payments.capture', from: 'KILLED', to: 'LIVE', result: 'changed' },
    { key: 'recommendations', result: 'unchanged' },
  ]);
  expect((await set('L0')).status).toMatchObject({ current: 'L0', held: [] });
  expect(await read('recommendations')).toMatchObject({ state: 'LIVE', percent: 100 });
  const { entries } = (await responder.get('/api/v1/audit?limit=50')).as(AuditPage);
  expect(entries.filter(({ action }) => action === 'level.change')[0]).toMatchObject({
    target: 'L0',
    before: { level: 'L1' },
  });
});

it('all switches of a level change in one transaction of the flag engine', async () => {
  await set('L2');
  const rows = await setting.sql<{ transactions: number; events: number }>(
    `select count(distinct xmin::text)::int as transactions, count(*)::int as events from public.events
     where id in (select unleash_event_id from ops.changes where effect = 'kill' and reason = 'level L2: go to L2'
       order by at desc limit 2)`,
  );
  expect(rows[0]).toEqual({ transactions: 1, events: 2 });
});

it('lowering asks for the level to be typed out; raising does not', async () => {
  expect((await responder.post('/api/v1/levels', { level: 'L1', reason: 'too much load' })).status).toBe(200);
  const refused = await responder.post('/api/v1/levels', { level: 'L0', reason: 'calm again' });
  expect(refused.problem).toMatchObject({
    status: 422,
    code: 'level.confirm_mismatch',
    detail: expect.stringContaining('expected "L0", got nothing'),
  });
  expect((await status()).current).toBe('L1');
});

it('a switch that was killed by hand, before or meanwhile, stays killed when the level is lowered', async () => {
  await responder.post('/api/v1/switches/recommendations/kill', { reason: 'by hand before' });
  const up = await set('L2');
  expect(up.report.results.find(({ key }) => key === 'recommendations')).toMatchObject({
    result: 'unchanged',
  });
  await responder.post('/api/v1/switches/payments.capture/kill', { reason: 'by hand meanwhile' });
  const down = await set('L0');
  expect(down.report.results).toMatchObject([
    { key: 'payments.capture', result: 'unchanged', detail: expect.stringContaining('by hand') },
  ]);
  expect(await read('recommendations')).toMatchObject({ state: 'KILLED', term: { level: null } });
  expect(await read('payments.capture')).toMatchObject({ state: 'KILLED', term: { level: null } });
});

it('a switch on its way back goes back to the same share', async () => {
  const key = 'recommendations';
  await responder.post(`/api/v1/switches/${key}/kill`, { reason: 'shed it' });
  await responder.post(`/api/v1/switches/${key}/restore`, {
    reason: 'well again',
    confirmKey: key,
    stepS: 600,
  });
  await set('L1');
  expect(await read(key)).toMatchObject({ state: 'KILLED' });
  expect((await set('L0')).report.results).toMatchObject([{ key, from: 'KILLED', to: 'RESTORING' }]);
  expect(await read(key)).toMatchObject({
    state: 'RESTORING',
    percent: 5,
    restore: { step: 0, stepMs: 600_000 },
  });
});

it('what is not there is reported, and everything else is shed', async () => {
  const { report } = await set('L3');
  expect(report.failed).toBe(1);
  expect(report.results).toMatchObject([
    { key: 'not.there', result: 'failed', detail: expect.stringContaining('no such switch') },
    { key: 'payments.capture', result: 'changed' },
    { key: 'recommendations', result: 'changed' },
  ]);
});

it('best effort: where the one change fails, each switch is tried by itself and the report names the one that failed', async () => {
  await setting.sql(
    `create function public.refuse_one() returns trigger language plpgsql as $$
     begin if new.feature_name = 'payments.capture' and new.enabled = false then raise exception 'no write today'; end if;
     return new; end $$`,
  );
  await setting.sql(
    'create trigger refuse_one before update on public.feature_environments for each row execute function public.refuse_one()',
  );
  try {
    const { report, status: after } = await set('L2');
    expect(report.results).toMatchObject([
      {
        key: 'payments.capture',
        result: 'failed',
        to: 'LIVE',
        detail: expect.stringContaining('no write today'),
      },
      { key: 'recommendations', result: 'changed', to: 'KILLED' },
    ]);
    expect(after.held.map(({ key }) => key)).toEqual(['recommendations']);
    expect(await read('payments.capture')).toMatchObject({ state: 'LIVE' });
  } finally {
    await setting.sql('drop trigger refuse_one on public.feature_environments');
  }
  // Asked again, the level is completed.
  expect((await set('L2')).report).toMatchObject({ failed: 0 });
  expect(await read('payments.capture')).toMatchObject({ state: 'KILLED' });
});

it('a change that was cut off is carried out by whoever finds it', async () => {
  const wish = {
    to: 'L1',
    at: new Date(Date.now() - 60_000).toISOString(),
    by: emailOf('responder'),
    reason: 'cut off',
  };
  const rows = await setting.sql<{ state: object }>('select state from ops.level_state');
  await setting.sql('update ops.level_state set state = $1', [
    JSON.stringify({ ...rows[0]!.state, pending: wish }),
  ]);
  await vi.waitFor(async () => expect(await status()).toMatchObject({ current: 'L1', reason: 'cut off' }), {
    timeout: 10_000,
  });
  expect(await read('recommendations')).toMatchObject({ state: 'KILLED', term: { level: 'L1' } });
});

it('many people who change the level at the same moment follow each other', async () => {
  const levels = Array.from({ length: 16 }, (_, index): LevelId => (index % 2 === 0 ? 'L2' : 'L1'));
  const answers = await Promise.all(
    levels.map((level) =>
      responder.post('/api/v1/levels', { level, reason: `go to ${level}`, confirm: level }),
    ),
  );
  expect(answers.map((answer) => answer.status)).toEqual(levels.map(() => 200));
  const { current, held } = await status();
  const wanted = current === 'L2' ? ['payments.capture', 'recommendations'] : ['recommendations'];
  expect(held.map(({ key }) => key).sort()).toEqual(wanted);
  await set('L0');
  for (const key of ['recommendations', 'payments.capture'])
    expect(await read(key)).toMatchObject({ state: 'LIVE', percent: 100, term: null });
});

it('a level that is not defined is refused with those that are', async () => {
  const refused = await responder.post('/api/v1/levels', { level: 'L5', reason: 'shed it all' });
  expect(refused.problem).toMatchObject({
    status: 404,
    code: 'level.unknown',
    detail: 'There is no level L5 here. Known levels: L0, L1, L2, L3.',
  });
  expect(
    (await responder.post('/api/v1/levels', { level: 'L9', reason: 'shed it all' })).problem,
  ).toMatchObject({
    status: 400,
    code: 'request.invalid',
  });
});

it('a change that was cut off in the middle gives back exactly what was before, restores under way too', async () => {
  const key = 'recommendations';
  await responder.post(`/api/v1/switches/${key}/kill`, { reason: 'shed it' });
  await responder.post(`/api/v1/switches/${key}/restore`, { reason: 'well', confirmKey: key, stepS: 600 });
  await vi.waitFor(
    async () => {
      const [row] = await setting.sql<{ begun: boolean }>(
        `select (state ->> 'begun')::boolean as begun from ops.switch_keeping where key = $1`,
        [key],
      );
      expect(row?.begun).toBe(true);
    },
    { timeout: 15_000 },
  );
  const [kept] = await setting.sql<{ state: object }>('select state from ops.switch_keeping where key = $1', [
    key,
  ]);
  const [level] = await setting.sql<{ state: object }>('select state from ops.level_state');
  // As a crash leaves it: what was before is kept, the kill is kept, the flag is not off yet.
  const at = new Date(Date.now() - 60_000).toISOString();
  const wish = { to: 'L1', at, by: emailOf('responder'), reason: 'cut off in the middle' };
  const held = [{ key, level: 'L1', before: 'RESTORING', percent: 5, keeping: kept!.state }];
  const kill = {
    ...{ kind: 'killed', since: new Date().toISOString(), by: wish.by, reason: wish.reason, lengthS: null },
    ...{
      expiresAt: null,
      reviewAt: null,
      warning: null,
      blocked: null,
      warnedAt: null,
      renewals: 0,
      level: 'L1',
    },
  };
  await setting.sql('update ops.switch_keeping set state = $2, version = version + 1 where key = $1', [
    key,
    JSON.stringify(kill),
  ]);
  await setting.sql('update ops.level_state set state = $1', [
    JSON.stringify({ ...level!.state, held, pending: wish }),
  ]);
  await vi.waitFor(async () => expect(await status()).toMatchObject({ current: 'L1', reason: wish.reason }), {
    timeout: 10_000,
  });
  expect(await read(key)).toMatchObject({ state: 'KILLED', term: { level: 'L1' } });
  expect((await set('L0')).report.results).toMatchObject([{ key, from: 'KILLED', to: 'RESTORING' }]);
  expect(await read(key)).toMatchObject({
    state: 'RESTORING',
    percent: 5,
    restore: { step: 0, stepMs: 600_000 },
  });
});

it('a viewer may look and not touch', async () => {
  const viewer = await signIn(controlPlane.url, 'viewer');
  expect((await viewer.get('/api/v1/levels')).status).toBe(200);
  expect((await viewer.post('/api/v1/levels', { level: 'L1', reason: 'let me' })).problem.code).toBe(
    'access.role_too_low',
  );
});

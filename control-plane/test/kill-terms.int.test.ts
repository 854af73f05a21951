import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { AuditPage, ChangeAccepted, ChangeList, LiveEvent, Switch } from '../src/contract/index.ts';
import {
  Caller,
  detectorToken,
  emailOf,
  makeSetting,
  type Setting,
  signIn,
  startOn,
  tokenOf,
} from './setting/control-plane.ts';
import { type FakeDetector, report, startFakeDetector } from './setting/fake-detector.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let detector: FakeDetector;
let aheadMs = 0;
const jump = (ms: number) => {
  aheadMs += ms;
};
const clock = () => Date.now() + aheadMs;
const path = '/api/v1/switches/recommendations';

beforeAll(async () => {
  detector = await startFakeDetector();
  // The clock jumps here: the detector's silence meanwhile must not count.
  setting = await makeSetting({
    BREAKWATER_DETECTOR_URL: detector.url,
    BREAKWATER_DETECTOR_AWAY_MS: '1000000000',
  });
  controlPlane = await startOn(setting, {}, clock);
});

afterAll(async () => {
  await controlPlane?.close();
  await detector?.close();
  await setting?.remove();
});

const read = async (caller: Caller) => (await caller.get(path)).as(Switch);

async function until(caller: Caller, wanted: Partial<Switch>): Promise<Switch> {
  await vi.waitFor(async () => expect(await read(caller)).toMatchObject(wanted), {
    timeout: 15_000,
    interval: 50,
  });
  return read(caller);
}

async function live(): Promise<Caller> {
  const responder = await signIn(controlPlane.url, 'responder');
  const back = { reason: 'begin afresh', confirmKey: 'recommendations', immediate: true };
  await responder.post(`${path}/restore`, back);
  await until(responder, { state: 'LIVE' });
  return responder;
}

it('a kill with an expiry is restored by itself, step by step, and each step is a change with its exposure', async () => {
  const responder = await live();
  const since = new Date(clock()).toISOString();
  await responder.post(`${path}/kill`, { reason: 'slow for an hour', expiresInS: 3600 });
  const killed = await read(responder);
  expect(killed).toMatchObject({ state: 'KILLED', percent: 0, term: { warning: null, renewals: 0 } });
  expect(Date.parse(killed.term!.expiresAt!) - Date.parse(killed.term!.since)).toBe(3_600_000);

  jump(3_000_500);
  await until(responder, { state: 'KILLED', term: expect.objectContaining({ warning: 'expires_soon' }) });
  jump(600_000);
  const first = await until(responder, { state: 'RESTORING', percent: 5 });
  expect(first.restore).toMatchObject({ step: 0, steps: [5, 25, 50, 100], startedBy: 'breakwater-switches' });
  for (const percent of [25, 50]) {
    jump(30_000);
    await until(responder, { state: 'RESTORING', percent });
  }
  jump(30_000);
  await until(responder, { state: 'LIVE', percent: 100, term: null, restore: null });

  const told = async () => {
    const { changes } = (await responder.get(`/api/v1/changes?since=${since}`)).as(ChangeList);
    const own = changes.filter(({ target, exposure }) => target === 'recommendations' && exposure !== null);
    return own.filter(({ effect }) => effect !== 'other').map(({ effect, exposure }) => [effect, exposure]);
  };
  // The last step is told of a moment after it was taken.
  const steps = [
    ['kill', 0],
    ['restore', 0.05],
    ['ramp', 0.25],
    ['ramp', 0.5],
    ['restore', 1],
  ];
  await vi.waitFor(async () => expect(await told()).toEqual(steps), { timeout: 15_000 });
  const { entries } = (await responder.get('/api/v1/audit?limit=20')).as(AuditPage);
  const step = entries.find(({ action, target }) => action === 'switch.ramp' && target === 'recommendations');
  expect(step).toMatchObject({
    actor: 'breakwater-switches',
    reason: expect.stringContaining(`the kill of ${emailOf('responder')} expired (slow for an hour)`),
  });
});

it('a kill that has expired stays while an incident is open on its service, says so, and is restored once it is over', async () => {
  const responder = await live();
  const machine = new Caller(controlPlane.url, detectorToken);
  await machine.put('/api/v1/incidents/open-one/report', report('open-one'));
  await responder.post(`${path}/kill`, { reason: 'shed it', expiresInS: 60 });
  const reminders = await listen();
  jump(61_000);
  const stuck = await until(responder, {
    state: 'KILLED',
    term: expect.objectContaining({ warning: 'expired_incident_open' }),
  });
  expect(stuck.term?.warningText).toContain('stays because an incident is open: recommendation: errors up');
  await expect
    .poll(() => reminders.events)
    .toContainEqual(expect.objectContaining({ key: 'recommendations', kind: 'expired_incident_open' }));
  reminders.leave();
  await responder.post('/api/v1/incidents/open-one/resolve', { note: 'it was the ranker' });
  await until(responder, { state: 'RESTORING', percent: 5 });
});

it('a renewed kill lasts on, and who renewed it and why is kept', async () => {
  const responder = await live();
  await responder.post(`${path}/kill`, { reason: 'shed it', expiresInS: 100 });
  jump(90_000);
  await until(responder, { term: expect.objectContaining({ warning: 'expires_soon' }) });
  const renewed = (await responder.post(`${path}/renew`, { reason: 'not fixed yet' })).as(Switch);
  expect(renewed.term).toMatchObject({ warning: null, renewals: 1 });
  expect(Date.parse(renewed.term!.expiresAt!) - clock()).toBeGreaterThan(95_000);
  const { entries } = (await responder.get('/api/v1/audit?limit=3')).as(AuditPage);
  expect(entries[0]).toMatchObject({
    action: 'switch.renew',
    actor: emailOf('responder'),
    reason: 'not fixed yet',
  });
  const endless = (await responder.post(`${path}/renew`, { reason: 'for good', expiresInS: null })).as(
    Switch,
  );
  expect(endless.term).toMatchObject({ expiresAt: null, reviewAt: expect.any(String), renewals: 2 });
  await live();
  expect((await responder.post(`${path}/renew`, { reason: 'too late' })).problem).toMatchObject({
    status: 409,
    code: 'switch.wrong_state',
    detail: expect.stringContaining('recommendations is LIVE'),
  });
});

it('a kill that a crash has left half done holds; who enables the flag in the flag engine itself has restored it', async () => {
  const responder = await live();
  const at = new Date(clock()).toISOString();
  const halfDone = {
    ...{
      kind: 'killed',
      since: at,
      by: 'ann@example.com',
      reason: 'cut off',
      lengthS: null,
      expiresAt: null,
    },
    ...{ reviewAt: null, warning: null, blocked: null, warnedAt: null, renewals: 0, level: null },
  };
  await setting.sql(
    `update ops.switch_keeping set state = $1, version = version + 1 where key = 'recommendations'`,
    [halfDone],
  );
  jump(11_000);
  await until(responder, { state: 'KILLED', term: expect.objectContaining({ since: at }) });

  const manager = await signIn(controlPlane.url, 'release-manager');
  const on = '/unleash/api/admin/projects/default/features/recommendations/environments/production/on';
  expect((await manager.post(on)).status).toBe(200);
  const keeping = () => setting.sql(`select state from ops.switch_keeping where key = 'recommendations'`);
  await vi.waitFor(async () => expect(await keeping()).toEqual([{ state: null }]), {
    timeout: 15_000,
    interval: 50,
  });
  expect(await read(responder)).toMatchObject({ state: 'LIVE', changedBy: emailOf('release-manager') });
});

it('somebody is asked about a kill without an expiry after a day, also one made in the flag engine itself', async () => {
  await live();
  const manager = await signIn(controlPlane.url, 'release-manager');
  const off = '/unleash/api/admin/projects/default/features/recommendations/environments/production/off';
  expect((await manager.post(off)).status).toBe(200);
  await until(manager, {
    state: 'KILLED',
    changedBy: emailOf('release-manager'),
    term: expect.objectContaining({ expiresAt: null }),
  });
  jump(24 * 3_600_000 + 1000);
  const later = await signIn(controlPlane.url, 'viewer');
  const asked = await until(later, { term: expect.objectContaining({ warning: 'review_due' }) });
  expect(asked.term?.warningText).toContain('restore it, or renew it');
});

it('a kill ends a restore at once, and the restore goes on where it was after a restart', async () => {
  const responder = await live();
  const back = { reason: 'well again', confirmKey: 'recommendations' };
  await responder.post(`${path}/kill`, { reason: 'first' });
  const accepted = await responder.post(`${path}/restore`, { ...back, stepS: 60 });
  expect(accepted.status).toBe(202);
  expect(accepted.as(ChangeAccepted)).toMatchObject({ state: 'RESTORING' });
  expect((await responder.post(`${path}/restore`, back)).status).toBe(200);
  jump(60_000);
  await until(responder, { state: 'RESTORING', percent: 25 });

  await controlPlane.close();
  jump(60_000);
  controlPlane = await startOn(setting, {}, clock);
  const again = await signIn(controlPlane.url, 'responder');
  await until(again, { state: 'RESTORING', percent: 50 });

  const killed = await again.post(`${path}/kill`, { reason: 'it hurts again' });
  expect(killed.as(ChangeAccepted).state).toBe('KILLED');
  jump(600_000);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await read(again)).toMatchObject({ state: 'KILLED', percent: 0, restore: null });
});

it('a restore waits while an incident is open, and may be finished at once by hand', async () => {
  const responder = await live();
  await responder.post(`${path}/kill`, { reason: 'shed it' });
  await responder.post(`${path}/restore`, { reason: 'try it', confirmKey: 'recommendations', stepS: 5 });
  const machine = new Caller(controlPlane.url, detectorToken);
  await machine.put('/api/v1/incidents/another/report', report('another'));
  const held = await until(responder, {
    restore: expect.objectContaining({ heldReason: expect.stringContaining('an incident is open') }),
  });
  expect(held.restore?.nextStepAt).toBeNull();
  jump(60_000);
  const back = { reason: 'I know better', confirmKey: 'recommendations', immediate: true };
  expect((await responder.post(`${path}/restore`, back)).as(ChangeAccepted).state).toBe('LIVE');
  await responder.post('/api/v1/incidents/another/resolve', { note: 'a false alarm' });
  expect(await until(responder, { state: 'LIVE', restore: null })).toMatchObject({ percent: 100 });
});

it('a kill that was kept in the journal while Postgres was away has its term counted from the kill', async () => {
  const responder = await live();
  await setting.setDatabase(false);
  const from = clock();
  const kept = (await responder.post(`${path}/kill`, { reason: 'in the dark', expiresInS: 600 })).as(
    ChangeAccepted,
  );
  expect(kept.journaled).toBeDefined();
  await setting.setDatabase(true);
  await vi.waitFor(async () => expect((await read(responder)).term).not.toBeNull(), { timeout: 30_000 });
  const { term } = await read(responder);
  expect(Math.abs(Date.parse(term!.expiresAt!) - from - 600_000)).toBeLessThan(10_000);
  jump(601_000);
  await until(responder, { state: 'RESTORING', percent: 5 });
});

/** The reminders of the live stream. */
async function listen(): Promise<{ events: unknown[]; leave(): void }> {
  const controller = new AbortController();
  const response = await fetch(`${controlPlane.url}/api/v1/live`, {
    signal: controller.signal,
    headers: { authorization: `Bearer ${await tokenOf(controlPlane.url, 'viewer')}` },
  });
  const events: unknown[] = [];
  const collect = async () => {
    let text = '';
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks.filter((one) => one.startsWith('event: reminder'))) {
        const data: unknown = JSON.parse(block.slice(block.indexOf('data: ') + 6));
        events.push(LiveEvent.parse({ type: 'reminder', data }).data);
      }
    }
  };
  void collect().catch(() => undefined);
  return { events, leave: () => controller.abort() };
}

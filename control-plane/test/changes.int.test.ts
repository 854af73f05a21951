import { randomBytes } from 'node:crypto';
import { type ChangeEvent, topics } from '@breakwater/anomaly-detector/contract';
import { type Bus, openBus } from '@breakwater/event-bus';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import {
  AuditPage,
  ChangeAccepted,
  ChangeEvent as ChangeEventSchema,
  ChangeList,
  DetectorContext,
} from '../src/contract/index.ts';
import {
  beat,
  Caller,
  ciToken,
  detectorToken,
  emailOf,
  heartbeat,
  makeSetting,
  type Setting,
  signIn,
  startOn,
} from './setting/control-plane.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let bus: Bus;
const published: ChangeEvent[] = [];

beforeAll(async () => {
  const url = new URL(inject('services').redisUrl);
  setting = await makeSetting({ BREAKWATER_BUS: url.href });
  bus = await openBus(url.href, { clientId: 'changes-test' });
  await bus.subscribe(topics.changes, {
    group: `changes-test-${randomBytes(6).toString('hex')}`,
    from: 'end',
    handler: async ({ data }) => void published.push(ChangeEventSchema.parse(data)),
  });
  controlPlane = await startOn(setting);
});

afterAll(async () => {
  await controlPlane?.close();
  await bus?.close();
  await setting?.remove();
});

const flip = (flag: string, state: 'on' | 'off') =>
  `/unleash/api/admin/projects/default/features/${flag}/environments/production/${state}`;

async function changesOf(caller: Caller, target: string): Promise<ChangeEvent[]> {
  const { changes } = (await caller.get('/api/v1/changes')).as(ChangeList);
  return changes.filter((change) => change.target === target);
}

it('setting the system up is not a change', async () => {
  const viewer = await signIn(controlPlane.url, 'viewer');
  expect((await viewer.get('/api/v1/changes')).as(ChangeList).changes).toEqual([]);
});

it('a flip through the admin API is exactly one change, in the list, in the audit and on the bus', async () => {
  const manager = await signIn(controlPlane.url, 'release-manager');
  await beat(controlPlane.url, heartbeat('catalog-1', 1, { service: 'catalog', flags: ['ranker-v2'] }));
  await vi.waitFor(
    async () => {
      expect(await setting.sql('select id from ops.instances where id = $1', ['catalog-1'])).toHaveLength(1);
    },
    { timeout: 15_000 },
  );
  const sentAt = Date.now();
  await manager.post(flip('ranker-v2', 'on'));

  await vi.waitFor(async () => expect(await changesOf(manager, 'ranker-v2')).toHaveLength(1), {
    timeout: 15_000,
  });
  const [change] = await changesOf(manager, 'ranker-v2');
  expect(change).toMatchObject({
    kind: 'flag',
    effect: 'enable',
    exposure: 1,
    actor: emailOf('release-manager'),
    services: ['catalog', 'recommendation'],
  });
  const [event] = await setting.sql<{ created_at: Date }>(
    `select created_at from public.events where feature_name = 'ranker-v2' and type = 'feature-environment-enabled'`,
  );
  expect(change!.at).toBe(event!.created_at.toISOString());
  expect(Math.abs(Date.parse(change!.at) - sentAt)).toBeLessThan(5000);

  await vi.waitFor(() => expect(published.map(({ id }) => id)).toContain(change!.id), { timeout: 15_000 });
  const { entries } = (await manager.get('/api/v1/audit')).as(AuditPage);
  expect(entries.filter(({ target }) => target === 'ranker-v2')).toHaveLength(1);

  await manager.post(flip('ranker-v2', 'on'));
  await manager.post(flip('ranker-v2', 'off'));
  await vi.waitFor(async () => expect(await changesOf(manager, 'ranker-v2')).toHaveLength(2), {
    timeout: 15_000,
  });
  expect(published.filter(({ id }) => id === change!.id)).toHaveLength(1);
});

it('a kill through our own API is one change, too, and a restart tells nothing twice', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  const accepted = (await responder.post('/api/v1/switches/recommendations/kill', { reason: 'slow' })).as(
    ChangeAccepted,
  );
  await vi.waitFor(() => expect(published.map(({ id }) => id)).toContain(accepted.changeId), {
    timeout: 15_000,
  });
  await controlPlane.close();
  controlPlane = await startOn(setting);
  const again = await signIn(controlPlane.url, 'responder');
  const changes = await changesOf(again, 'recommendations');
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({ effect: 'kill', exposure: 0, services: ['gateway'] });
  expect(published.filter(({ id }) => id === accepted.changeId)).toHaveLength(1);
});

it('a changed percentage is a ramp with its exposure', async () => {
  const manager = await signIn(controlPlane.url, 'release-manager');
  await manager.post(flip('catalog-badges', 'on'));
  const strategies = `/unleash/api/admin/projects/default/features/catalog-badges/environments/production/strategies`;
  const [strategy] = JSON.parse((await manager.get(strategies)).text) as { id: string }[];
  const patch = [{ op: 'replace', path: '/parameters/rollout', value: '25' }];
  expect((await manager.ask('PATCH', `${strategies}/${strategy!.id}`, patch)).status).toBe(200);
  await vi.waitFor(
    async () => {
      const ramp = (await changesOf(manager, 'catalog-badges')).find(({ effect }) => effect === 'ramp');
      expect(ramp).toMatchObject({ exposure: 0.25, title: 'catalog-badges: 100 % -> 25 % of users' });
    },
    { timeout: 15_000 },
  );
});

it('a pipeline reports a deploy with its own token', async () => {
  const deploy = {
    kind: 'deploy',
    services: ['order'],
    target: 'order',
    title: 'order 1.4.2',
    version: '1.4.2',
  };
  const answer = await new Caller(controlPlane.url, ciToken).post('/api/v1/changes', deploy);
  expect(answer.status).toBe(201);
  expect(answer.as(ChangeEventSchema)).toMatchObject({
    ...deploy,
    actor: 'ci',
    effect: 'other',
    exposure: null,
  });
  const viewer = await signIn(controlPlane.url, 'viewer');
  expect((await viewer.post('/api/v1/changes', deploy)).problem.code).toBe('access.role_too_low');
  expect((await viewer.post('/api/v1/changes', { ...deploy, services: [] })).problem.code).toBe(
    'request.invalid',
  );
});

it('the detector learns of switches and changes, and nobody else by that way', async () => {
  const detector = new Caller(controlPlane.url, detectorToken);
  const context = (await detector.get('/api/v1/detector/context')).as(DetectorContext);
  expect(context.switches).toContainEqual({
    key: 'recommendations',
    service: 'gateway',
    dependency: 'recommendation',
    state: 'KILLED',
  });
  expect(context.changes.map(({ target }) => target)).toContain('ranker-v2');
  const admin = await signIn(controlPlane.url, 'admin');
  expect((await admin.get('/api/v1/detector/context')).problem.code).toBe('access.token_refused');
});

it('a bus that is away fails no kill, and is told everything once it is back', async () => {
  await controlPlane.close();
  controlPlane = await startOn(setting, { BREAKWATER_BUS: 'redis://127.0.0.1:1' });
  const responder = await signIn(controlPlane.url, 'responder');
  const restored = await responder.post('/api/v1/switches/recommendations/restore', {
    reason: 'without a bus',
    confirmKey: 'recommendations',
  });
  expect(restored.status).toBe(202);
  const { changeId } = restored.as(ChangeAccepted);
  await controlPlane.close();
  controlPlane = await startOn(setting);
  await vi.waitFor(() => expect(published.map(({ id }) => id)).toContain(changeId), { timeout: 15_000 });
  await vi.waitFor(async () => expect(await setting.sql('select id from ops.outbox')).toEqual([]), {
    timeout: 15_000,
  });
});

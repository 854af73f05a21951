import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { ChangeAccepted, InstanceList, LevelStatus, SwitchList } from '../src/contract/index.ts';
import {
  beat,
  Caller,
  heartbeat,
  makeSetting,
  type Setting,
  sdkToken,
  signIn,
  startOn,
  tokenOf,
} from './setting/control-plane.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let aheadMs = 0;

beforeAll(async () => {
  setting = await makeSetting();
  controlPlane = await startOn(setting, {}, () => Date.now() + aheadMs);
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
});

const at = '/api/v1/switches/recommendations';
const nope = '/api/v1/switches/nope';
const reason = 'it is slow';
const back = { reason, confirmKey: 'recommendations' };

/** Method, path and body; a text is sent as it is. */
type Ask = readonly [method: string, path: string, body?: unknown];
const get = (path: string): Ask => ['GET', path];
const kill = (body: unknown, path = `${at}/kill`): Ask => ['POST', path, body];
const restore = (more: object): Ask => ['POST', `${at}/restore`, { reason, ...more }];
const level = (to: unknown): Ask => ['POST', '/api/v1/levels', { level: to, reason }];

it.each<[string, Ask, string]>([
  ['an unknown switch', get(nope), '404 switch.unknown Known switches: recommendations, payments.capture'],
  ['an unknown switch to kill', kill({ reason }, `${nope}/kill`), '404 switch.unknown "nope"'],
  ['an unknown switch to renew', kill({ reason }, `${nope}/renew`), '404 switch.unknown "nope"'],
  ['an unknown switch to drill', kill({ reason }, `${nope}/drill`), '404 switch.unknown "nope"'],
  ['drills of an unknown switch', get(`${nope}/drills`), '404 switch.unknown "nope"'],
  [
    'a flag that is no switch',
    kill({ reason }, '/api/v1/switches/ranker-v2/kill'),
    '404 switch.unknown "ranker-v2"',
  ],
  ['a key that cannot be stored', get('/api/v1/switches/%00'), '400 request.invalid leave out NUL'],
  ['a reason that cannot be stored', kill({ reason: 'slow\u0000ly' }), '400 request.invalid leave out NUL'],
  ['a key that is too long', get(`/api/v1/switches/${'k'.repeat(101)}`), '400 request.invalid params.key'],
  ['no reason', kill({}), '400 request.invalid body.reason'],
  [
    'a misspelt field',
    kill({ reason, expireInS: 60 }),
    '400 request.invalid expected one of reason, incidentId, expiresInS; got expireInS',
  ],
  ['a reason of blanks', kill({ reason: '    ' }), '400 request.invalid at least 3 characters'],
  ['a reason that is a number', kill({ reason: 12345 }), '400 request.invalid expected string'],
  ['a reason of a page', kill({ reason: 'x'.repeat(501) }), '400 request.invalid <=500'],
  ['an expiry of a word', kill({ reason, expiresInS: 'soon' }), '400 request.invalid body.expiresInS'],
  ['an expiry of no time', kill({ reason, expiresInS: 0 }), '400 request.invalid at least 10 s'],
  ['an expiry in the past', kill({ reason, expiresInS: -60 }), '400 request.invalid at least 10 s'],
  ['an expiry after a month', kill({ reason, expiresInS: 2_592_001 }), '400 request.invalid at most 30 days'],
  ['an expiry of a broken second', kill({ reason, expiresInS: 10.5 }), '400 request.invalid body.expiresInS'],
  ['a key typed wrongly', restore({ confirmKey: 'Recs' }), '422 switch.confirm_key_mismatch got "Recs"'],
  ['a key not typed', restore({}), '400 request.invalid body.confirmKey'],
  ['a step of no time', restore({ ...back, stepS: 0 }), '400 request.invalid body.stepS'],
  ['a step of two hours', restore({ ...back, stepS: 7200 }), '400 request.invalid body.stepS'],
  ['a renewal of what is LIVE', kill({ reason }, `${at}/renew`), '409 switch.wrong_state is LIVE'],
  ['an unknown level', level('L5'), '404 level.unknown Known levels: L0'],
  ['a level that is a number', level(2), '400 request.invalid body.level'],
  ['a body that is no JSON', kill('{"reason":'), '400 request.invalid JSON'],
  ['a body that is a list', kill([reason]), '400 request.invalid expected object'],
  ['no body', ['POST', `${at}/kill`], '400 request.invalid '],
  ['a body of two megabytes', kill({ reason: 'x'.repeat(2_000_000) }), '413 request.too_large 1000000 bytes'],
  ['a path that is not there', kill({ reason }, `${at}/explode`), '404 request.not_found /openapi.json'],
  ['a change that is not there', get('/api/v1/changes/nope/propagation'), '404 change.unknown nope'],
])('%s is refused in words, and nothing changes', async (_what, [method, path, body], expected) => {
  const [status, code, ...detail] = expected.split(' ');
  const responder = await signIn(controlPlane.url, 'responder');
  const asked = typeof body === 'string' ? sendText(path, body) : responder.ask(method, path, body);
  const answer = await asked;
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.problem).toMatchObject({
    status: Number(status),
    code,
    type: `urn:breakwater:problem:${code}`,
  });
  expect(answer.problem.detail).toContain(detail.join(' '));
  expect(answer.status).toBe(Number(status));
  const { switches } = (await responder.get('/api/v1/switches')).as(SwitchList);
  expect(switches.map(({ state }) => state)).toEqual(['LIVE', 'LIVE']);
  expect((await responder.get('/api/v1/levels')).as(LevelStatus).current).toBe('L0');
});

async function sendText(path: string, text: string) {
  const authorization = `Bearer ${await tokenOf(controlPlane.url, 'responder')}`;
  const response = await fetch(`${controlPlane.url}${path}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: text,
  });
  const problem = JSON.parse(await response.text());
  return { status: response.status, headers: response.headers, problem };
}

it('a session that has expired is refused, and so is a token that never was', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  expect((await responder.get('/api/v1/switches')).status).toBe(200);
  aheadMs += 30 * 86_400_000;
  try {
    const refused = await responder.post(`${at}/kill`, { reason });
    expect(refused.problem).toMatchObject({
      status: 401,
      code: 'session.required',
      detail: expect.stringContaining('the session may have expired'),
    });
  } finally {
    aheadMs = 0;
  }
  const nobody = await new Caller(controlPlane.url, 'made-up').get('/api/v1/switches');
  expect(nobody.problem).toMatchObject({ status: 401, code: 'session.required' });
});

it('an SDK token that has expired gets 401 for polls, streams and heartbeats; so does one of another environment', async () => {
  const admin = await signIn(controlPlane.url, 'admin');
  const make = async (environment: string, expiresAt: string) => {
    const asked = { tokenName: 'old', type: 'backend', environment, projects: ['default'], expiresAt };
    const answer = await admin.post('/unleash/api/admin/api-tokens', asked);
    expect(answer.status, answer.text).toBe(201);
    return (JSON.parse(answer.text) as { secret: string }).secret;
  };
  const old = await make('production', new Date(Date.now() + 1500).toISOString());
  const ask = async (token: string, path: string) =>
    (await fetch(`${controlPlane.url}/unleash/api/client/${path}`, { headers: { authorization: token } }))
      .status;
  await vi.waitFor(async () => expect(await ask(old, 'features')).toBe(401), {
    timeout: 20_000,
    interval: 200,
  });
  expect(await ask(old, 'streaming')).toBe(401);
  expect(await ask('default:production.made-up', 'features')).toBe(401);
  expect(await ask('*:nowhere.made-up', 'streaming')).toBe(401);
  const answer = await new Caller(controlPlane.url, undefined, { authorization: old }).post(
    '/api/v1/instances/heartbeat',
    heartbeat('gateway-1', 1),
  );
  expect(answer.problem).toMatchObject({ status: 401, code: 'access.token_refused' });
  expect(await ask(sdkToken, 'features')).toBe(200);
});

it('instances of another environment are listed and count for nothing', async () => {
  await beat(controlPlane.url, heartbeat('gateway-1', 1_000_000));
  await beat(controlPlane.url, heartbeat('gateway-staging', 1_000_000, { environment: 'staging' }));
  const responder = await signIn(controlPlane.url, 'responder');
  const { instances } = (await responder.get('/api/v1/instances')).as(InstanceList);
  expect(instances.map(({ instanceId }) => instanceId).sort()).toEqual(['gateway-1', 'gateway-staging']);
  const killed = (await responder.post(`${at}/kill`, { reason })).as(ChangeAccepted);
  expect(killed.propagation.instances.map(({ id }) => id)).toEqual(['gateway-1']);
  await responder.post(`${at}/restore`, { ...back, immediate: true });
});

it('clocks of instances that are hours off change nothing: what counts is when the server heard of them', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  for (const hours of [-3, 3]) {
    const startedAt = new Date(Date.now() + hours * 3_600_000).toISOString();
    await beat(controlPlane.url, heartbeat(`skewed-${hours}`, 1_000_000, { startedAt }));
  }
  const { instances } = (await responder.get('/api/v1/instances')).as(InstanceList);
  for (const one of instances.filter(({ instanceId }) => instanceId.startsWith('skewed'))) {
    expect(one.silent).toBe(false);
    expect(Math.abs(Date.parse(one.lastSeenAt) - Date.now())).toBeLessThan(10_000);
  }
});

it('an environment that the flag engine does not have is one clear line before the start', () => {
  expect(() => readConfig({ ...setting.env, BREAKWATER_ENVIRONMENT: 'nowhere' })).toThrow(
    /BREAKWATER_ENVIRONMENT: .*development.*production/,
  );
});

it('a variant that is too large is refused by the flag engine, and the flag stays as it was', async () => {
  const manager = await signIn(controlPlane.url, 'release-manager');
  const path = '/unleash/api/admin/projects/default/features/ranker-v2/environments/production/strategies';
  const variant = { name: 'big', weight: 1000, weightType: 'variable', stickiness: 'default' };
  const payload = { type: 'string', value: 'x'.repeat(1_000_000) };
  const refused = await manager.post(path, {
    name: 'default',
    constraints: [],
    parameters: {},
    variants: [{ ...variant, payload }],
  });
  expect(refused.status).toBe(413);
  const features = await fetch(`${controlPlane.url}/unleash/api/client/features`, {
    headers: { authorization: sdkToken },
  });
  expect((await features.text()).length).toBeLessThan(100_000);
});

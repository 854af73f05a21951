import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import {
  AuditPage,
  ChangeAccepted,
  ChangeList,
  InstanceList,
  Propagation,
  Session,
  Switch,
  SwitchList,
} from '../src/contract/index.ts';
import {
  beat,
  Caller,
  emailOf,
  heartbeat,
  makeSetting,
  password,
  type Setting,
  signIn,
  startOn,
  tokenOf,
} from './setting/control-plane.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let aheadMs = 0;

beforeAll(async () => {
  setting = await makeSetting({ BREAKWATER_ALLOWED_ORIGINS: 'https://dashboard.example.com' });
  controlPlane = await startOn(setting, {}, () => Date.now() + aheadMs);
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
});

const kill = '/api/v1/switches/recommendations/kill';
const restore = '/api/v1/switches/recommendations/restore';
const backAgain = { reason: 'all is well again', confirmKey: 'recommendations', immediate: true };

async function makeLive(): Promise<Caller> {
  const responder = await signIn(controlPlane.url, 'responder');
  await responder.post(restore, backAgain);
  return responder;
}

it('a kill is accepted, stored with its author and reason, and confirmed instance by instance', async () => {
  const responder = await makeLive();
  const { revision } = (await responder.get('/api/v1/switches')).as(SwitchList);
  await beat(controlPlane.url, heartbeat('gateway-1', revision));
  await beat(controlPlane.url, heartbeat('gateway-2', revision));

  const answer = await responder.post(kill, { reason: 'recommendation is slow' });
  expect(answer.status).toBe(202);
  const accepted = answer.as(ChangeAccepted);
  expect(accepted).toMatchObject({ key: 'recommendations', state: 'KILLED' });
  expect(accepted.propagation).toMatchObject({ total: 2, confirmed: 0, confirmedMs: null });
  expect(accepted.propagation.revision).toBeGreaterThan(revision);

  const read = async () =>
    (await responder.get(`/api/v1/changes/${accepted.changeId}/propagation`)).as(Propagation);
  await beat(controlPlane.url, heartbeat('gateway-1', accepted.propagation.revision));
  expect(await read()).toMatchObject({ confirmed: 1, confirmedMs: null });
  await beat(controlPlane.url, heartbeat('gateway-2', accepted.propagation.revision));
  const proof = await read();
  expect(proof.confirmed).toBe(2);
  expect(proof.confirmedMs).toBe(Math.max(...proof.instances.map((instance) => instance.confirmedMs!)));

  const shown = (await responder.get('/api/v1/switches/recommendations')).as(Switch);
  expect(shown).toMatchObject({
    state: 'KILLED',
    changedBy: emailOf('responder'),
    reason: 'recommendation is slow',
    propagation: { changeId: accepted.changeId, confirmed: 2 },
  });
  const { entries } = (await responder.get('/api/v1/audit')).as(AuditPage);
  expect(entries[0]).toMatchObject({
    actor: emailOf('responder'),
    action: 'switch.kill',
    target: 'recommendations',
    reason: 'recommendation is slow',
  });
});

it('the proof is still there after a restart', async () => {
  const responder = await makeLive();
  await beat(controlPlane.url, heartbeat('gateway-1', 1));
  const { changeId, propagation } = (await responder.post(kill, { reason: 'before the restart' })).as(
    ChangeAccepted,
  );
  await beat(controlPlane.url, heartbeat('gateway-1', propagation.revision));
  await controlPlane.close();
  controlPlane = await startOn(setting, {}, () => Date.now() + aheadMs);
  const again = await signIn(controlPlane.url, 'responder');
  const proof = (await again.get(`/api/v1/changes/${changeId}/propagation`)).as(Propagation);
  expect(proof.instances.find(({ id }) => id === 'gateway-1')?.confirmedMs).not.toBeNull();
});

it('killing twice is one change: the second answer names the first', async () => {
  const responder = await makeLive();
  const first = (await responder.post(kill, { reason: 'the first' })).as(ChangeAccepted);
  const second = await responder.post(kill, { reason: 'the second' });
  expect(second.status).toBe(200);
  expect(second.as(ChangeAccepted).changeId).toBe(first.changeId);
  const { changes } = (await responder.get('/api/v1/changes')).as(ChangeList);
  expect(changes.filter(({ id }) => id === first.changeId)).toHaveLength(1);
});

it('people who kill at the same moment make one change, and all are told of it', async () => {
  const responder = await makeLive();
  const manager = await signIn(controlPlane.url, 'release-manager');
  const kills = async () => {
    const { changes } = (await responder.get('/api/v1/changes')).as(ChangeList);
    return changes.filter(({ effect, target }) => effect === 'kill' && target === 'recommendations').length;
  };
  for (let round = 0; round < 10; round++) {
    const before = await kills();
    const answers = await Promise.all(
      [responder, manager, responder, manager].map((one, i) =>
        one.post(kill, { reason: `from number ${i}` }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 202]);
    expect(new Set(answers.map((answer) => answer.as(ChangeAccepted).changeId)).size).toBe(1);
    expect((await kills()) - before).toBe(1);
    await responder.post(restore, backAgain);
  }
});

it('an instance that goes away before it confirms is named as silent', async () => {
  const responder = await makeLive();
  await beat(controlPlane.url, heartbeat('gateway-gone', 1));
  const accepted = (await responder.post(kill, { reason: 'one will go away' })).as(ChangeAccepted);
  try {
    aheadMs = 20_000;
    const proof = (await responder.get(`/api/v1/changes/${accepted.changeId}/propagation`)).as(Propagation);
    expect(proof.confirmedMs).toBeNull();
    expect(proof.instances.find(({ id }) => id === 'gateway-gone')).toMatchObject({
      silent: true,
      confirmedMs: null,
    });
    const { instances } = (await responder.get('/api/v1/instances')).as(InstanceList);
    expect(instances.find(({ instanceId }) => instanceId === 'gateway-gone')?.silent).toBe(true);
    await makeLive();
    const next = (await responder.post(kill, { reason: 'it is not waited for any more' })).as(ChangeAccepted);
    expect(next.propagation.instances.map(({ id }) => id)).not.toContain('gateway-gone');
  } finally {
    aheadMs = 0;
  }
});

it('says clearly what is wrong with a request', async () => {
  const responder = await makeLive();
  const cases = [
    [
      await responder.post(kill, { reason: '  ' }),
      400,
      'request.invalid',
      /reason: say in at least 3 characters why/,
    ],
    [await responder.post(kill, {}), 400, 'request.invalid', /reason/],
    [
      await responder.post('/api/v1/switches/nope/kill', { reason: 'try it' }),
      404,
      'switch.unknown',
      /"nope".*recommendations/,
    ],
    [await responder.get('/api/v1/nothing-here'), 404, 'request.not_found', /GET \/api\/v1\/nothing-here/],
    [
      await responder.post(restore, { ...backAgain, confirmKey: 'x' }),
      422,
      'switch.confirm_key_mismatch',
      /expected "recommendations", got "x"/,
    ],
    [await responder.get('/api/v1/changes/nope/propagation'), 404, 'change.unknown', /nope/],
  ] as const;
  for (const [answer, status, code, detail] of cases) {
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.problem).toMatchObject({ status, code });
    expect(answer.problem.detail).toMatch(detail);
    expect(answer.text).not.toMatch(/\bat .*\.ts:\d+/);
  }
});

it('who may not flip is refused, and nothing changes', async () => {
  const responder = await makeLive();
  const viewer = await signIn(controlPlane.url, 'viewer');
  const refused = await viewer.post(kill, { reason: 'let me try' });
  expect(refused.problem).toMatchObject({ status: 403, code: 'access.role_too_low' });
  const nobody = await new Caller(controlPlane.url).post(kill, { reason: 'let me try' });
  expect(nobody.problem).toMatchObject({ status: 401, code: 'session.required' });
  expect((await responder.get('/api/v1/switches/recommendations')).as(Switch).state).toBe('LIVE');
});

it('an unknown person and a wrong password get the same answer', async () => {
  const nobody = new Caller(controlPlane.url);
  const unknown = await nobody.post('/api/v1/session', { email: 'nobody@example.com', password });
  const wrong = await nobody.post('/api/v1/session', { email: emailOf('viewer'), password: 'wrong' });
  expect(unknown.status).toBe(401);
  expect(unknown.text).toBe(wrong.text);
});

it('after five wrong passwords the right one has to wait', async () => {
  const nobody = new Caller(controlPlane.url);
  const right = { email: emailOf('admin'), password };
  await Promise.all(
    Array.from({ length: 5 }, () => nobody.post('/api/v1/session', { ...right, password: 'wrong' })),
  );
  const refused = await nobody.post('/api/v1/session', right);
  expect(refused.problem).toMatchObject({ status: 429, code: 'session.too_many_attempts' });
  try {
    aheadMs = 61_000;
    expect((await nobody.post('/api/v1/session', right)).status).toBe(200);
  } finally {
    aheadMs = 0;
  }
});

it('a session in a cookie counts only from this server or an allowed origin', async () => {
  await makeLive();
  const cookie = `breakwater_session=${await tokenOf(controlPlane.url, 'responder')}`;
  const body = { reason: 'where do I come from' };
  const from = (headers: Record<string, string>) =>
    new Caller(controlPlane.url, undefined, { cookie, ...headers });
  expect((await from({}).get('/api/v1/session')).as(Session).user.role).toBe('responder');
  expect((await from({}).post(kill, body)).problem.code).toBe('request.origin_refused');
  expect((await from({ origin: 'https://evil.example.com' }).post(kill, body)).problem.code).toBe(
    'request.origin_refused',
  );
  expect((await from({ origin: 'https://dashboard.example.com' }).post(kill, body)).status).toBe(202);
  expect((await from({ origin: controlPlane.url }).post(restore, backAgain)).status).toBe(202);
});

it('the cookie cannot be read by scripts, and signing out ends the session', async () => {
  const answer = await new Caller(controlPlane.url).post('/api/v1/session', {
    email: emailOf('viewer'),
    password,
  });
  expect(answer.headers.get('set-cookie')).toMatch(/^breakwater_session=bws_.+HttpOnly; SameSite=Lax/);
  const { token } = answer.as(Session);
  const viewer = new Caller(controlPlane.url, token!);
  expect((await viewer.get('/api/v1/session')).status).toBe(200);
  expect((await viewer.delete('/api/v1/session')).status).toBe(204);
  expect((await viewer.get('/api/v1/session')).status).toBe(401);
});

it('passwords and session tokens are stored as digests only', async () => {
  const token = await tokenOf(controlPlane.url, 'viewer');
  const users = await setting.sql<{ password_hash: string }>('select password_hash from ops.users');
  expect(users.every((user) => user.password_hash.startsWith('$argon2id$'))).toBe(true);
  const sessions = await setting.sql('select * from ops.sessions');
  expect(JSON.stringify(sessions)).not.toContain(token);
});

it('the audit cannot be changed or emptied', async () => {
  for (const statement of [
    'update ops.audit set actor = $$x$$',
    'delete from ops.audit',
    'truncate ops.audit',
  ]) {
    await expect(setting.sql(statement)).rejects.toThrow(/append-only/);
  }
});

it('a heartbeat needs the SDK token, and a broken one is refused', async () => {
  const nobody = await new Caller(controlPlane.url).post(
    '/api/v1/instances/heartbeat',
    heartbeat('gateway-9', 1),
  );
  expect(nobody.problem.code).toBe('access.token_refused');
  expect(await beat(controlPlane.url, { ...heartbeat('gateway-9', 1), revision: -1 })).toBe(400);
});

it('describes itself as OpenAPI 3.1', async () => {
  const description = JSON.parse((await new Caller(controlPlane.url).get('/openapi.json')).text);
  expect(description.openapi).toBe('3.1.0');
  expect(Object.keys(description.paths)).toEqual(
    expect.arrayContaining(['/api/v1/switches/{key}/kill', '/api/v1/incidents/{id}', '/api/v1/rollouts']),
  );
});

it('is alive, ready and measured', async () => {
  const nobody = new Caller(controlPlane.url);
  expect((await nobody.get('/livez')).status).toBe(200);
  expect((await nobody.get('/readyz')).status).toBe(200);
  await vi.waitFor(
    async () => {
      expect((await nobody.get('/metrics')).text).toMatch(
        /http_server_request_duration_seconds_count\{method="POST",route="\/api\/v1\/switches\/:key\/kill",status="202"\} [1-9]/,
      );
    },
    { timeout: 15_000 },
  );
});

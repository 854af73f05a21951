import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { AuditPage, Policy, PolicyList } from '../src/contract/index.ts';
import {
  beat,
  type Caller,
  emailOf,
  heartbeat,
  makeSetting,
  type Setting,
  sdkToken,
  signIn,
  startOn,
} from './setting/control-plane.ts';
import { guard } from './setting/guard.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let manager: Caller;
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;
const path = '/api/v1/policies/gateway/recommendation';
const why = { reason: 'slow today', ttlS: 600 };

beforeAll(async () => {
  setting = await makeSetting();
  controlPlane = await startOn(setting, {}, clock);
  manager = await signIn(controlPlane.url, 'release-manager');
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
});

beforeEach(async () => {
  await manager.ask('DELETE', path, { reason: 'begin afresh' });
});

const put = (settings: object, more: object = {}) => manager.put(path, { settings, ...why, ...more });

/** The flag as any SDK gets it. */
async function flag() {
  const response = await fetch(`${controlPlane.url}/unleash/api/client/features`, {
    headers: { authorization: sdkToken },
  });
  const { features } = (await response.json()) as {
    features: {
      name: string;
      type: string;
      enabled: boolean;
      strategies: { variants: { name: string; payload: { type: string; value: string } }[] }[];
    }[];
  };
  return features.find(({ name }) => name === 'policy.gateway.recommendation');
}

it('a policy reaches the SDKs as the payload of the one variant of an operational flag', async () => {
  const settings = { timeoutMs: 400, breaker: { errorShare: 0.2, openMs: 900 }, hedgeAfterMs: null };
  const policy = (await put(settings)).as(Policy);
  const sent = await flag();
  expect(sent).toMatchObject({ type: 'operational', enabled: true });
  const variant = sent?.strategies[0]?.variants[0];
  expect(variant).toMatchObject({ name: 'policy', payload: { type: 'json' } });
  expect(JSON.parse(variant!.payload.value)).toEqual(settings);
  const digest = createHash('sha256').update(variant!.payload.value).digest('hex').slice(0, 12);
  expect(policy.override).toMatchObject({ settings, setBy: emailOf('release-manager'), version: digest });
});

it('a policy is taken away by itself once its time is over', async () => {
  await put({ timeoutMs: 400 }, { ttlS: 60 });
  expect((await flag())?.enabled).toBe(true);
  aheadMs += 59_000;
  const viewer = await signIn(controlPlane.url, 'viewer');
  const list = async () => (await viewer.get('/api/v1/policies')).as(PolicyList).policies;
  expect((await list())[0]?.override).not.toBeNull();
  aheadMs += 2000;
  await vi.waitFor(async () => expect((await flag())?.enabled).toBe(false), { timeout: 10_000 });
  expect((await list()).filter(({ override }) => override !== null)).toEqual([]);
  const { entries } = (await viewer.get('/api/v1/audit?limit=5')).as(AuditPage);
  expect(entries.find(({ action }) => action === 'policy.unset')).toMatchObject({
    actor: 'breakwater-switches',
    target: 'policy.gateway.recommendation',
    reason: `the time that ${emailOf('release-manager')} set is over`,
  });
});

it('a policy that was set again meanwhile is not taken away by the end of the one before', async () => {
  await put({ timeoutMs: 400 }, { ttlS: 30 });
  await put({ timeoutMs: 500 }, { ttlS: 3600 });
  aheadMs += 31_000;
  await put({ timeoutMs: 600 }, { ttlS: 3600 });
  expect((await flag())?.enabled).toBe(true);
});

it('a number moves by at most twice or half in one change, unless the step is confirmed', async () => {
  await put({ timeoutMs: 400 });
  expect((await put({ timeoutMs: 801 })).problem).toMatchObject({
    status: 409,
    code: 'policy.step_too_big',
    detail: expect.stringContaining('timeoutMs would move from 400 to 801'),
  });
  expect(JSON.parse((await flag())!.strategies[0]!.variants[0]!.payload.value)).toEqual({ timeoutMs: 400 });
  expect((await put({ timeoutMs: 801 }, { confirmStep: true })).status).toBe(200);
  expect(JSON.parse((await flag())!.strategies[0]!.variants[0]!.payload.value)).toEqual({
    timeoutMs: 801,
    confirmStep: true,
  });
});

it.each([
  ['out of bounds', { timeoutMs: 0 }, 400, 'request.invalid', 'body.settings.timeoutMs'],
  ['of another type', { timeoutMs: 'soon' }, 400, 'request.invalid', 'body.settings.timeoutMs'],
  ['not a setting', { tmeoutMs: 5 }, 400, 'request.invalid', 'tmeoutMs'],
  ['no number', { timeoutMs: null }, 400, 'request.invalid', 'body.settings.timeoutMs'],
  ['contradictory', { timeoutMs: 800, deadlineMs: 500 }, 422, 'policy.invalid', 'below deadlineMs (500)'],
  ['empty', {}, 422, 'policy.invalid', 'at least one setting'],
])(
  'settings that are %s are refused, and what is set stays',
  async (_name, settings, status, code, detail) => {
    await put({ timeoutMs: 400 });
    const { problem } = await put(settings);
    expect(problem).toMatchObject({ status, code, detail: expect.stringContaining(detail) });
    expect(JSON.parse((await flag())!.strategies[0]!.variants[0]!.payload.value)).toEqual({ timeoutMs: 400 });
  },
);

it.each([
  [{ ttlS: 9 }, 'body.ttlS'],
  [{ ttlS: 604_801 }, 'body.ttlS'],
  [{ ttlS: undefined }, 'body.ttlS'],
  [{ reason: 'x' }, 'body.reason: say in at least 3 characters why'],
])('a policy without a sensible end or a reason is refused: %j', async (more, detail) => {
  const { problem } = await put({ timeoutMs: 400 }, more);
  expect(problem).toMatchObject({
    status: 400,
    code: 'request.invalid',
    detail: expect.stringContaining(detail),
  });
});

it('only a release manager sets or clears; nothing set is nothing to clear', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  const refused = await responder.put(path, { settings: { timeoutMs: 400 }, ...why });
  expect(refused.problem.code).toBe('access.role_too_low');
  const nothing = await manager.ask('DELETE', path, { reason: 'clear it' });
  expect(nothing.problem).toMatchObject({ status: 404, code: 'policy.unknown' });
  expect((await manager.put('/api/v1/policies/UPPER/x', { settings: { timeoutMs: 4 }, ...why })).status).toBe(
    400,
  );
});

it('lists the guarded calls that instances report, set or not', async () => {
  await beat(controlPlane.url, heartbeat('gateway-1', 1, { guards: [guard({ success: 1 })] }));
  const { policies } = (await manager.get('/api/v1/policies')).as(PolicyList);
  expect(policies).toMatchObject([
    {
      service: 'gateway',
      dependency: 'recommendation',
      override: null,
      guards: ['recommendations'],
      instances: 1,
    },
  ]);
});

it('people who set at the same moment follow each other: what is told is what the SDKs get', async () => {
  const values = Array.from({ length: 16 }, (_, index) => 300 + index);
  const answers = await Promise.all(values.map((timeoutMs) => put({ timeoutMs })));
  expect(answers.map(({ status }) => status)).toEqual(values.map(() => 200));
  const { policies } = (await manager.get('/api/v1/policies')).as(PolicyList);
  expect(JSON.parse((await flag())!.strategies[0]!.variants[0]!.payload.value)).toEqual(
    policies[0]?.override?.settings,
  );
});

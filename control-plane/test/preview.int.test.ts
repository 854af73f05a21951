import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { BlastRadius, SwitchList } from '../src/contract/index.ts';
import {
  beat,
  type Caller,
  heartbeat,
  makeSetting,
  type Setting,
  signIn,
  startOn,
} from './setting/control-plane.ts';
import { type FakeDetector, startFakeDetector } from './setting/fake-detector.ts';
import { guard } from './setting/guard.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let detector: FakeDetector;
let viewer: Caller;
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;

beforeAll(async () => {
  detector = await startFakeDetector();
  detector.status.topology.push(
    { caller: 'recommendation', callee: 'catalog' },
    { caller: 'storefront', callee: 'gateway' },
  );
  detector.series.push({
    ...{
      key: 'gateway|in||request_rate',
      service: 'gateway',
      direction: 'in',
      peer: '',
      metric: 'request_rate',
    },
    ...{ signal: 'traffic', unit: '1/s', worse: 'down' },
    warmth: detector.status.warmth,
    ...{ at: new Date().toISOString(), value: 40, expected: 40, lower: 30, upper: 50, alerting: false },
  });
  setting = await makeSetting({
    BREAKWATER_DETECTOR_URL: detector.url,
    BREAKWATER_DETECTOR_AWAY_MS: '1000000000',
  });
  controlPlane = await startOn(setting, {}, clock);
  viewer = await signIn(controlPlane.url, 'viewer');
});

afterAll(async () => {
  await controlPlane?.close();
  await detector?.close();
  await setting?.remove();
});

const preview = async () => (await viewer.get('/api/v1/switches/recommendations/preview')).as(BlastRadius);
const gateway = (id: string, revision: number, outcomes: Record<string, number>, more: object = {}) =>
  beat(controlPlane.url, heartbeat(id, revision, { guards: [guard(outcomes)], ...more }));

it('says of everything that is not known that it is not known', async () => {
  expect(await preview()).toMatchObject({
    callsPerSecond: null,
    share: null,
    errorShare: null,
    fallbackShare: null,
    lastFallbackAt: null,
    lastProvenAt: null,
    instances: [],
    summary: expect.stringContaining('an unknown number of calls'),
  });
});

it('counts what passes the switch now, what lies behind and beside it, and who would be reached', async () => {
  const { revision } = (await viewer.get('/api/v1/switches')).as(SwitchList);
  await gateway('gateway-1', revision, { success: 0 });
  await gateway('gateway-2', revision, { success: 0 });
  aheadMs += 50_000;
  await gateway('gateway-1', revision, { success: 480, failure: 20 });
  await gateway('gateway-2', revision, { success: 450, failure: 30, killed: 20, fallback_served: 70 });
  await gateway('gateway-3', 0, {}, { source: 'backup' });
  // Another environment is somebody else's.
  await gateway('staging-1', revision, { success: 0 }, { environment: 'staging' });
  aheadMs += 1000;
  await gateway('staging-1', revision, { success: 9000 }, { environment: 'staging' });
  const radius = await preview();
  expect(radius.callsPerSecond).toBeCloseTo(20, 0);
  expect(radius).toMatchObject({ requestsPerSecond: 40, errorShare: 0.05, fallbackShare: 0.07 });
  expect(radius.share).toBeCloseTo(0.5, 1);
  expect(radius.services).toEqual([
    { service: 'gateway', part: 'asks' },
    { service: 'recommendation', part: 'behind' },
    { service: 'catalog', part: 'behind' },
    { service: 'storefront', part: 'dependent' },
  ]);
  expect(radius.instances.map(({ id, reach }) => [id, reach])).toEqual([
    ['gateway-1', 'reached'],
    ['gateway-2', 'reached'],
    ['gateway-3', 'stale'],
  ]);
  expect(radius.summary).toContain(
    '(50 % of the requests of gateway) to the fallback; 2 of 3 instances would be reached',
  );
  expect(Math.abs(Date.parse(radius.lastFallbackAt!) - clock())).toBeLessThan(5000);
});

it('when the fallback last answered is known after a restart, the rates are not', async () => {
  const { lastFallbackAt } = await preview();
  await vi.waitFor(
    async () =>
      expect(await setting.sql('select key from ops.switch_fallbacks')).toContainEqual({
        key: 'recommendations',
      }),
    { timeout: 10_000 },
  );
  await controlPlane.close();
  controlPlane = await startOn(setting, {}, clock);
  viewer = await signIn(controlPlane.url, 'viewer');
  expect(await preview()).toMatchObject({ lastFallbackAt, callsPerSecond: null });
});

it('refuses a switch that is not there', async () => {
  const { problem } = await viewer.get('/api/v1/switches/nope/preview');
  expect(problem).toMatchObject({ status: 404, code: 'switch.unknown' });
});

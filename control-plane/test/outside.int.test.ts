import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { AuditPage, DetectorStatus, Fault, Lab, ServiceList } from '../src/contract/index.ts';
import { beat, heartbeat, makeSetting, type Setting, signIn, startOn } from './setting/control-plane.ts';
import { type FakeDetector, startFakeDetector } from './setting/fake-detector.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let detector: FakeDetector;
let lab: Server;
const asked: string[] = [];

beforeAll(async () => {
  detector = await startFakeDetector();
  lab = createServer((req, res) => {
    let body = '';
    req.on('data', (part) => {
      body += part;
    });
    req.on('end', () => {
      asked.push(`${req.method} ${req.url}`);
      const [status, value] = answer(req.method ?? '', req.url ?? '', body);
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(value === undefined ? '' : JSON.stringify(value));
    });
  });
  await new Promise<void>((resolve) => lab.listen(0, '127.0.0.1', resolve));
  setting = await makeSetting({
    BREAKWATER_DETECTOR_URL: detector.url,
    BREAKWATER_LAB_URL: `http://127.0.0.1:${(lab.address() as AddressInfo).port}`,
  });
  controlPlane = await startOn(setting);
});

afterAll(async () => {
  await controlPlane?.close();
  await detector?.close();
  lab?.closeAllConnections();
  await new Promise((resolve) => lab.close(resolve));
  await setting?.remove();
});

const state: Lab = {
  available: true,
  faults: [],
  load: { requestsPerSecond: 40, sentPerSecond: 40, errorRatio: 0, degradedRatio: 0 },
  services: ['gateway'],
};

/** A Lab that knows one service. */
function answer(method: string, url: string, body: string): [status: number, value?: unknown] {
  if (method === 'GET') return [200, state];
  if (method === 'DELETE') return [204];
  const wanted = JSON.parse(body) as Record<string, unknown>;
  if (url === '/lab/load') return [200, { ...state, load: { ...state.load, ...wanted } }];
  if (wanted.service !== 'gateway')
    return [422, { detail: 'There is no service "nowhere"; there is gateway.' }];
  const times = { startedAt: '2026-01-01T00:00:00.000Z', stopsAt: '2026-01-01T00:01:00.000Z' };
  return [201, { ...wanted, id: 'fault-1', ...times }];
}

it('hands faults and load on to the Lab and writes them into the audit', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  expect((await responder.get('/api/v1/lab')).as(Lab)).toEqual(state);
  const fault = { service: 'gateway', kind: 'latency', latencyMs: 400, stopAfterS: 60 };
  const started = await responder.post('/api/v1/lab/faults', fault);
  expect(started.status).toBe(201);
  expect(started.as(Fault)).toMatchObject({ ...fault, ratio: 1, id: 'fault-1' });
  expect(
    (await responder.put('/api/v1/lab/load', { requestsPerSecond: 80 })).as(Lab).load.requestsPerSecond,
  ).toBe(80);
  expect((await responder.delete('/api/v1/lab/faults/fault-1')).status).toBe(204);
  expect((await responder.delete('/api/v1/lab/faults')).status).toBe(204);
  expect(asked).toEqual(expect.arrayContaining(['DELETE /lab/faults/fault-1', 'DELETE /lab/faults']));
  const { entries } = (await responder.get('/api/v1/audit')).as(AuditPage);
  expect(entries.map(({ action }) => action).slice(0, 4)).toEqual([
    'lab.stop_all',
    'lab.stop',
    'lab.load',
    'lab.fault',
  ]);
});

it('says what the Lab refuses, and what is no fault at all', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  const refused = await responder.post('/api/v1/lab/faults', {
    service: 'nowhere',
    kind: 'down',
    stopAfterS: 60,
  });
  expect(refused.problem).toMatchObject({
    status: 422,
    code: 'lab.refused',
    detail: 'There is no service "nowhere"; there is gateway.',
  });
  const endless = await responder.post('/api/v1/lab/faults', {
    service: 'gateway',
    kind: 'down',
    stopAfterS: 99_999,
  });
  expect(endless.problem.code).toBe('request.invalid');
  const viewer = await signIn(controlPlane.url, 'viewer');
  expect((await viewer.delete('/api/v1/lab/faults')).problem.code).toBe('access.role_too_low');
});

it('lists services from heartbeats and from the detector', async () => {
  const viewer = await signIn(controlPlane.url, 'viewer');
  await beat(controlPlane.url, heartbeat('order-1', 1, { service: 'order' }));
  await vi.waitFor(
    async () => {
      const { services, topology } = (await viewer.get('/api/v1/services')).as(ServiceList);
      expect(services.map(({ name, health }) => [name, health])).toEqual([
        ['gateway', 'ok'],
        ['order', 'ok'],
        ['recommendation', 'unknown'],
      ]);
      expect(services[0]?.calls).toEqual(['recommendation']);
      expect(topology).toEqual([{ caller: 'gateway', callee: 'recommendation' }]);
    },
    { timeout: 15_000 },
  );
});

it('hands the detector’s word on, and says 502 once it is away', async () => {
  const viewer = await signIn(controlPlane.url, 'viewer');
  expect((await viewer.get('/api/v1/metrics/status')).as(DetectorStatus)).toEqual(detector.status);
  expect(JSON.parse((await viewer.get('/api/v1/metrics/series')).text)).toEqual({ series: [] });
  expect((await viewer.get('/api/v1/metrics/band?points=1&key=x')).problem.code).toBe('request.invalid');
  await detector.close();
  const away = await viewer.get('/api/v1/metrics/status');
  expect(away.problem).toMatchObject({ status: 502, code: 'detector.away' });
  expect(away.problem.detail).toMatch(/The detector at 127\.0\.0\.1:\d+ does not answer \(.+\)/);
});

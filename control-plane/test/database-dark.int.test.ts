import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ChangeAccepted, ServiceList, SwitchList } from '../src/contract/index.ts';
import { type Cable, layCable } from './setting/cable.ts';
import { beat, Caller, heartbeat, makeSetting, type Setting, signIn } from './setting/control-plane.ts';
import { openStream, type Stream } from './setting/stream.ts';

let setting: Setting;
let cable: Cable;
let child: ChildProcess;
let url: string;
let stream: Stream;

beforeAll(async () => {
  setting = await makeSetting();
  const database = new URL(setting.databaseUrl);
  cable = await layCable({ host: database.hostname, port: Number(database.port || 5432) });
  database.host = `127.0.0.1:${cable.port}`;
  // A process of its own, as in life: the flag engine's own work in the background may fail there, and is logged.
  child = spawn(process.execPath, [fileURLToPath(new URL('../src/main.ts', import.meta.url))], {
    env: { PATH: process.env.PATH ?? '', ...setting.env, BREAKWATER_DATABASE_URL: database.href },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  child.stdout!.on('data', (part) => {
    output += part;
  });
  url = await vi.waitFor(() => output.match(/"url":"([^"]+)"/)![1]!, { timeout: 60_000, interval: 100 });
  stream = await openStream(url);
});

afterAll(async () => {
  stream?.close();
  if (child?.kill('SIGKILL')) await once(child, 'exit');
  await cable?.close();
  await setting?.remove();
});

const patiently = { timeout: 40_000, interval: 50 };
const path = '/api/v1/switches/recommendations';
const stored = async (viewer: Caller) => {
  const list = (await viewer.get('/api/v1/switches')).as(SwitchList);
  return list.databaseAway
    ? 'nobody knows'
    : list.switches.find(({ key }) => key === 'recommendations')?.state;
};
const health = async () => (await new Caller(url).get('/readyz')).text;

it('answers while nothing comes from Postgres, and goes on over new connections though the old ones never end', async () => {
  const responder = await signIn(url, 'responder');
  await beat(url, heartbeat('gateway-1', 1));
  cable.setDark(true);
  const [list, services, preview, incidents] = await Promise.all([
    responder.get('/api/v1/switches'),
    responder.get('/api/v1/services'),
    responder.get(`${path}/preview`),
    responder.get('/api/v1/incidents'),
  ]);
  expect(list.as(SwitchList)).toMatchObject({ databaseAway: true, knownAt: expect.any(String) });
  expect(services.as(ServiceList).services.map(({ name }) => name)).toEqual(['gateway']);
  expect([preview.problem.code, incidents.problem.code]).toEqual(['database.away', 'database.away']);
  await vi.waitFor(async () => expect(await health()).toContain('"degraded"'), patiently);

  cable.setDark(false);
  await vi.waitFor(async () => expect(await health()).toContain('"ok"'), patiently);
  const killed = await vi.waitFor(async () => {
    const answer = (await responder.post(`${path}/kill`, { reason: 'once it answers' })).as(ChangeAccepted);
    expect(answer.journaled).toBeUndefined();
    return answer;
  }, patiently);
  await vi.waitFor(() => expect(stream.text()).toContain(`id: ${killed.propagation.revision}\n`), patiently);
});

it('the clock that ends kills goes on as well', async () => {
  const responder = await signIn(url, 'responder');
  expect(await stored(responder)).toBe('KILLED');
  await responder.post(`${path}/restore`, { reason: 'fixed', confirmKey: 'recommendations', stepS: 1 });
  cable.setDark(true);
  cable.setDark(false);
  await vi.waitFor(async () => expect(await stored(responder)).toBe('LIVE'), patiently);
});

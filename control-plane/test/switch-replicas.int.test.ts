import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { ChangeList, LevelStatus, Switch, SwitchList } from '../src/contract/index.ts';
import { type Caller, makeSetting, type Setting, signIn, startOn } from './setting/control-plane.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const path = '/api/v1/switches/recommendations';

let setting: Setting;
let first: { child: ChildProcess; url: string };
let second: ControlPlane;
let there: Caller;
let here: Caller;

beforeAll(async () => {
  setting = await makeSetting({ BREAKWATER_RESTORE_STEP_MS: '1500' });
  // The first to start leads; it is a process of its own, so that it can be killed.
  first = await start();
  second = await startOn(setting);
  there = await signIn(first.url, 'responder');
  here = await signIn(second.url, 'responder');
});

afterAll(async () => {
  first?.child.kill('SIGKILL');
  await second?.close();
  await setting?.remove();
});

async function start(): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', ...setting.env, BREAKWATER_LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  const listening = /http:\/\/127\.0\.0\.1:\d+/;
  await vi.waitFor(() => expect(output).toMatch(listening), { timeout: 60_000, interval: 50 });
  return { child, url: listening.exec(output)![0] };
}

const read = async (caller = here) => (await caller.get(path)).as(Switch);
const until = (wanted: Partial<Switch>) =>
  vi.waitFor(async () => expect(await read()).toMatchObject(wanted), { timeout: 30_000, interval: 50 });
const back = { reason: 'well again', confirmKey: 'recommendations' };

it('people who kill and restore on two replicas at the same moment leave a switch that both tell alike', async () => {
  for (let round = 0; round < 6; round++) {
    await Promise.all([
      here.post(`${path}/kill`, { reason: `kill ${round}` }),
      there.post(`${path}/restore`, { ...back, immediate: round % 2 === 0 }),
    ]);
    await vi.waitFor(
      async () => {
        const [one, other] = [await read(here), await read(there)];
        expect(other.state).toBe(one.state);
        if (one.state === 'KILLED') expect(one.term).not.toBeNull();
        if (one.state === 'RESTORING') expect(one.restore).not.toBeNull();
        if (one.state === 'LIVE') expect(one).toMatchObject({ percent: 100, term: null, restore: null });
      },
      { timeout: 15_000 },
    );
  }
  await here.post(`${path}/kill`, { reason: 'known again' });
  await here.post(`${path}/restore`, { ...back, immediate: true });
  await until({ state: 'LIVE', percent: 100 });
});

it('people who change the level on two replicas follow each other, and both tell the same', async () => {
  const levels = ['L1', 'L2', 'L1', 'L2', 'L1', 'L2'];
  const answers = await Promise.all(
    levels.map((level, index) =>
      (index % 2 === 0 ? here : there).post('/api/v1/levels', { level, reason: 'load', confirm: level }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(levels.map(() => 200));
  const [one, other] = [await here.get('/api/v1/levels'), await there.get('/api/v1/levels')];
  expect(other.as(LevelStatus)).toEqual(one.as(LevelStatus));
  await there.post('/api/v1/levels', { level: 'L0', reason: 'calm', confirm: 'L0' });
  const { switches } = (await here.get('/api/v1/switches')).as(SwitchList);
  expect(switches.map(({ state }) => state)).toEqual(['LIVE', 'LIVE']);
});

it('a kill that expires is restored once, each step once, also where the replica that leads is killed in between', async () => {
  const since = new Date().toISOString();
  await there.post(`${path}/kill`, { reason: 'for ten seconds', expiresInS: 10 });
  await until({ state: 'RESTORING', percent: 5 });
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  await until({ state: 'LIVE', percent: 100, restore: null });
  const told = async () => {
    const { changes } = (await here.get(`/api/v1/changes?since=${since}`)).as(ChangeList);
    const own = changes.filter(({ target, effect }) => target === 'recommendations' && effect !== 'other');
    return own.map(({ effect, exposure }) => [effect, exposure]);
  };
  await vi.waitFor(
    async () =>
      expect(await told()).toEqual([
        ['kill', 0],
        ['restore', 0.05],
        ['ramp', 0.25],
        ['ramp', 0.5],
        ['restore', 1],
      ]),
    { timeout: 15_000 },
  );
});

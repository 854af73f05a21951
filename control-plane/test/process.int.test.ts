import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ChangeAccepted, Propagation } from '../src/contract/index.ts';
import {
  beat,
  Caller,
  heartbeat,
  makeSetting,
  type Setting,
  signIn,
  startOn,
} from './setting/control-plane.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const running: Process[] = [];
let setting: Setting;

beforeAll(async () => {
  setting = await makeSetting();
});

afterAll(async () => {
  for (const one of running) one.child.kill('SIGKILL');
  await setting?.remove();
});

interface Process {
  child: ChildProcess;
  output(): string;
  exited: Promise<number | null>;
}

function run(env: Record<string, string>): Process {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: 'pipe',
  });
  let output = '';
  child.stdout!.on('data', (part) => {
    output += part;
  });
  child.stderr!.on('data', (part) => {
    output += part;
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const one = { child, output: () => output, exited };
  running.push(one);
  return one;
}

async function ready(one: Process): Promise<string> {
  return vi.waitFor(
    () => {
      const line = one.output().match(/"url":"([^"]+)"/);
      expect(line, one.output()).not.toBeNull();
      return line![1]!;
    },
    { timeout: 60_000, interval: 100 },
  );
}

it('starts, answers, and stops cleanly on SIGTERM', async () => {
  const one = run(setting.env);
  const url = await ready(one);
  expect((await new Caller(url).get('/readyz')).status).toBe(200);
  one.child.kill('SIGTERM');
  // Cut off, because something still hung, it would end with another code.
  expect(await one.exited).toBe(0);
  for (const line of one.output().trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('msg');
});

it('a port in use is one line that names the port and its variable', async () => {
  const holder: Server = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo;
  const one = run({ ...setting.env, BREAKWATER_CONTROL_PLANE_PORT: String(port) });
  expect(await one.exited).toBe(1);
  const last = JSON.parse(one.output().trim().split('\n').at(-1)!) as { msg: string };
  expect(last.msg).toContain(`Port ${port}`);
  expect(last.msg).toContain('BREAKWATER_CONTROL_PLANE_PORT');
  expect(one.output()).not.toMatch(/^\s+at /m);
  holder.close();
});

it('a database that is not there is one line that names its address and its variable', async () => {
  const one = run({ ...setting.env, BREAKWATER_DATABASE_URL: `${setting.databaseUrl}_not_there` });
  expect(await one.exited).toBe(1);
  expect(one.output().trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(one.output()).msg).toMatch(
    /Postgres at .*_not_there cannot be used.*BREAKWATER_DATABASE_URL/,
  );
});

it('says which variables are missing or wrong, and never shows a secret', async () => {
  const one = run({
    ...setting.env,
    BREAKWATER_DATABASE_URL: '',
    BREAKWATER_SDK_TOKEN: 'my-secret',
    BREAKWATER_BUS: 'amqp://x',
  });
  expect(await one.exited).toBe(1);
  const { msg } = JSON.parse(one.output()) as { msg: string };
  expect(msg).toContain('BREAKWATER_DATABASE_URL: expected');
  expect(msg).toContain(
    'BREAKWATER_BUS: expected a kafka://host:port or redis://host:port address, got "amqp://x"',
  );
  expect(msg).not.toContain('my-secret');
});

it('two replicas on one database share sessions, instances and proof', async () => {
  const other = run({ ...setting.env, BREAKWATER_LOG_LEVEL: 'info' });
  const [here, there] = await Promise.all([startOn(setting), ready(other)]);
  try {
    const responder = await signIn(here.url, 'responder');
    await beat(there, heartbeat('gateway-there', 1));
    await vi.waitFor(
      async () => expect((await responder.get('/api/v1/instances')).text).toContain('gateway-there'),
      { timeout: 15_000 },
    );
    const accepted = (
      await responder.post('/api/v1/switches/recommendations/kill', { reason: 'on one replica' })
    ).as(ChangeAccepted);
    expect(accepted.propagation.total).toBe(1);
    await beat(there, heartbeat('gateway-there', accepted.propagation.revision));
    await vi.waitFor(
      async () => {
        const proof = (await responder.get(`/api/v1/changes/${accepted.changeId}/propagation`)).as(
          Propagation,
        );
        expect(proof).toMatchObject({ confirmed: 1, total: 1 });
      },
      { timeout: 15_000 },
    );
  } finally {
    await here.close();
    other.child.kill('SIGTERM');
    await other.exited;
  }
});

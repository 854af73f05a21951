import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { runCommandLine } from '../src/cli/program.ts';
import { testTerminal } from '../src/cli/test-terminal.ts';
import { type ControlPlane, startControlPlane } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import {
  type IncidentReport,
  InstanceList,
  type Rollout,
  Session,
  SwitchList,
} from '../src/contract/index.ts';

const sdkToken = 'default:production.cli-test-secret';
const detectorToken = 'cli-test-detector';
const ciToken = 'cli-test-pipeline';
const password = 'correct horse battery';
const userOf = (role: string) => ({ email: `${role}@example.com`, name: role, role, password });

const seed = {
  users: ['viewer', 'responder', 'release-manager'].map(userOf),
  switches: ['recommendations', 'checkout.express'].map((key) => ({
    key,
    title: key,
    sheds: 'suggestions',
    fallback: 'bestsellers',
    service: 'gateway',
    dependency: 'recommendation',
  })),
  flags: [{ key: 'catalog-badges', title: 'Badges', service: 'catalog', enabled: false }],
};

let folder: string;
let database: string;
let controlPlane: ControlPlane;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-cli-'));
  database = `cli_${randomBytes(6).toString('hex')}`;
  await onServer(`create database ${database}`);
  const seedFile = join(folder, 'seed.json');
  await writeFile(seedFile, JSON.stringify(seed));
  const url = new URL(inject('services').postgresUrl);
  url.pathname = `/${database}`;
  const config = readConfig({
    BREAKWATER_CONTROL_PLANE_PORT: '0',
    BREAKWATER_DATABASE_URL: url.href,
    BREAKWATER_SDK_TOKEN: sdkToken,
    BREAKWATER_DETECTOR_TOKEN: detectorToken,
    BREAKWATER_CI_TOKEN: ciToken,
    BREAKWATER_SEED_FILE: seedFile,
  });
  controlPlane = await startControlPlane(config, { log: pino({ level: 'silent' }) });
});

afterAll(async () => {
  await controlPlane?.close();
  await onServer(`drop database if exists ${database} with (force)`);
  await rm(folder, { recursive: true, force: true });
});

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('services').postgresUrl });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Runs the command line as a person of this role, signed in unless told otherwise. */
async function runAs(role: string, args: string[], given: { answers?: string[]; signedIn?: boolean } = {}) {
  const home = join(folder, role);
  const terminal = testTerminal({
    folder: home,
    realTime: true,
    env: { BREAKWATER_URL: controlPlane.url },
    stdin: `${password}\n`,
    ...(given.answers && { answers: given.answers }),
  });
  if (given.signedIn !== false) {
    const login = ['login', '--email', `${role}@example.com`, '--password-stdin'];
    expect(await runCommandLine(login, terminal)).toBe(0);
    terminal.printed.length = 0;
  }
  const exitCode = await runCommandLine(args, terminal);
  return { exitCode, out: terminal.printed.join('\n'), err: terminal.complained.join('\n') };
}

async function callAs(token: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${controlPlane.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.ok, `${method} ${path}: ${response.status} ${text}`).toBe(true);
  return text ? JSON.parse(text) : undefined;
}

async function tokenOf(role: string): Promise<string> {
  const { email } = userOf(role);
  const session = Session.parse(await callAs('', 'POST', '/api/v1/session', { email, password }));
  return session.token ?? '';
}

/** An instance that reports: the newest revision, or for ever its first one where it is stuck. */
function startInstance(instanceId: string, isStuck: boolean) {
  const startedAt = new Date().toISOString();
  let revision: number | undefined;
  let isRunning = true;
  const beat = async (token: string) => {
    const newest = InstanceList.parse(await callAs(token, 'GET', '/api/v1/instances')).revision;
    revision = isStuck ? (revision ?? newest) : newest;
    await callAs(sdkToken, 'POST', '/api/v1/instances/heartbeat', {
      instanceId,
      service: 'gateway',
      environment: 'production',
      sdk: 'test',
      startedAt,
      revision,
      source: 'stream',
      flags: ['recommendations'],
      guards: [],
    });
  };
  const begun = tokenOf('viewer').then(async (token) => {
    await beat(token);
    return token;
  });
  const loop = begun.then(async (token) => {
    while (isRunning) await beat(token);
  });
  return {
    begun,
    async stop() {
      isRunning = false;
      await loop;
    },
  };
}

async function stateOf(key: string): Promise<string | undefined> {
  const list = SwitchList.parse(await callAs(await tokenOf('viewer'), 'GET', '/api/v1/switches'));
  return list.switches.find((one) => one.key === key)?.state;
}

describe('signing in', () => {
  it('keeps the session in a file that only its owner can read', async () => {
    const { exitCode, out } = await runAs('responder', ['status']);
    expect(exitCode).toBe(0);
    expect(out).toContain('responder@example.com, responder');
    const file = join(folder, 'responder', '.config', 'breakwater', 'session.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('says that the password is wrong', async () => {
    const terminal = testTerminal({
      folder: join(folder, 'nobody'),
      env: { BREAKWATER_URL: controlPlane.url },
      stdin: 'wrong',
    });
    const args = ['login', '--email', 'responder@example.com', '--password-stdin'];
    expect(await runCommandLine(args, terminal)).toBe(1);
    expect(terminal.complained).toHaveLength(1);
    expect(terminal.complained[0]).toMatch(/^error: .*password/i);
  });

  it('ends with logout, on the server too', async () => {
    const before = await runAs('viewer', ['switches']);
    expect(before.exitCode).toBe(0);
    const file = join(folder, 'viewer', '.config', 'breakwater', 'session.json');
    const { token } = JSON.parse(await readFile(file, 'utf8')).servers[controlPlane.url];
    const logout = await runAs('viewer', ['logout'], { signedIn: false });
    expect(logout.out).toBe(`signed out of ${controlPlane.url}`);
    const after = await runAs('viewer', ['switches'], { signedIn: false });
    expect(after).toMatchObject({ exitCode: 1, err: expect.stringContaining('not signed in at') });
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${controlPlane.url}/api/v1/switches`, { headers })).status).toBe(401);
  });

  it('works as a user of a running demo', async () => {
    const dataDir = join(folder, 'demo');
    const home = await mkdtemp(join(folder, 'home-'));
    await mkdir(dataDir);
    const demo = { controlPlane: controlPlane.url, users: seed.users };
    await writeFile(join(dataDir, 'demo.json'), JSON.stringify(demo));
    const terminal = testTerminal({ folder: home, env: { BREAKWATER_DATA_DIR: dataDir } });
    expect(await runCommandLine(['login', '--demo'], terminal)).toBe(0);
    expect(terminal.printed[0]).toContain('as responder@example.com, responder');
    expect(await runCommandLine(['switches'], terminal)).toBe(0);
  });
});

describe('a kill', () => {
  let healthy: ReturnType<typeof startInstance>;
  beforeEach(async () => {
    healthy = startInstance('gateway-1', false);
    await healthy.begun;
  });
  afterEach(() => healthy.stop());

  it('waits until each instance has confirmed, and a restore asks for the key', async () => {
    const killed = await runAs('responder', ['kill', 'recommendations', '--reason', 'ranker is slow']);
    expect(killed).toMatchObject({ exitCode: 0, err: '' });
    expect(killed.out).toMatch(/^KILLED · 1\/1 confirmed in \d+ ms$/);
    expect(await stateOf('recommendations')).toBe('KILLED');

    const again = await runAs('responder', ['kill', 'recommendations', '--reason', 'ranker is slow']);
    expect(again.exitCode).toBe(0);
    expect(again.out).toMatch(/^recommendations was KILLED already\nKILLED · 1\/1 confirmed/);

    const restore = ['restore', 'recommendations', '--immediate', '--reason', 'ranker is well'];
    const mistyped = await runAs('responder', restore, { answers: ['recomendations'] });
    expect(mistyped).toMatchObject({ exitCode: 2, err: expect.stringContaining('nothing was changed') });
    expect(await stateOf('recommendations')).toBe('KILLED');

    const restored = await runAs('responder', restore, { answers: ['recommendations'] });
    expect(restored.out).toMatch(/^LIVE · 1\/1 confirmed in \d+ ms$/);
    expect(await stateOf('recommendations')).toBe('LIVE');
  });

  it('gives its proof as JSON', async () => {
    const args = ['kill', 'checkout.express', '--reason', 'inventory is slow', '--json'];
    const { exitCode, out } = await runAs('responder', args);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ state: 'KILLED', propagation: { total: 1, confirmed: 1 } });
    const restore = [
      'restore',
      'checkout.express',
      '--immediate',
      '--reason',
      'well again',
      '--confirm',
      'checkout.express',
    ];
    expect((await runAs('responder', restore)).exitCode).toBe(0);
  });

  it('names the instances that stay silent and exits 1', async () => {
    const stuck = startInstance('order-1', true);
    await stuck.begun;
    const args = ['kill', 'recommendations', '--reason', 'ranker is slow', '--timeout', '1'];
    const { exitCode, out, err } = await runAs('responder', args);
    await stuck.stop();
    expect(exitCode).toBe(1);
    expect(out).toMatch(/^KILLED · 1\/2 confirmed after 1\.\d s$/);
    expect(err).toMatch(/^error: silent: order-1 \(revision \d+\)\./);
    expect(await stateOf('recommendations')).toBe('KILLED');
    await runAs('responder', [
      'restore',
      'recommendations',
      '--immediate',
      '--reason',
      'well',
      '--confirm',
      'recommendations',
      '--timeout',
      '1',
    ]);
  });

  it('leaves its reason in the audit log and its change in the list', async () => {
    await runAs('responder', ['kill', 'recommendations', '--reason', 'for the record', '--timeout', '1']);
    expect((await runAs('responder', ['audit'])).out).toMatch(
      /responder@example\.com .*recommendations .*for the record/,
    );
    expect((await runAs('responder', ['changes', '--since', '5m'])).out).toContain('recommendations');
    expect((await runAs('responder', ['instances'])).out).toMatch(/gateway-1 +gateway +\d+ +stream/);
  });
});

describe('what is refused', () => {
  it('names the switches that there are not', async () => {
    const { exitCode, err } = await runAs('responder', ['kill', 'nothing', '--reason', 'a try']);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^error: .*nothing/);
  });

  it('tells a viewer which role a kill needs', async () => {
    const { exitCode, err } = await runAs('viewer', ['kill', 'recommendations', '--reason', 'a try']);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/responder/);
  });
});

describe('a pipeline', () => {
  it('reports a deploy with its own token', async () => {
    const env = { BREAKWATER_URL: controlPlane.url, BREAKWATER_TOKEN: ciToken };
    const terminal = testTerminal({ folder: join(folder, 'pipeline'), env });
    const args = [
      'change',
      'report',
      '--service',
      'catalog',
      'gateway',
      '--target',
      'catalog:1.4.0',
      '--title',
      'deploy catalog 1.4.0',
    ];
    expect(await runCommandLine(args, terminal), terminal.complained.join()).toBe(0);
    const { out } = await runAs('viewer', ['changes', '--json']);
    expect(JSON.parse(out).changes).toContainEqual(
      expect.objectContaining({ kind: 'deploy', services: ['catalog', 'gateway'], target: 'catalog:1.4.0' }),
    );
  });
});

describe('an incident', () => {
  const at = new Date().toISOString();
  const report: IncidentReport = {
    id: 'inc-cli',
    openedAt: at,
    startedAt: at,
    recoveredAt: null,
    title: 'recommendation: latency up, felt by gateway',
    services: ['recommendation', 'gateway'],
    alerts: [],
    origins: [{ service: 'recommendation', confidence: 0.9, reasons: ['first to deviate'] }],
    suspects: [],
    cleared: [],
    verdict: 'no_change',
    suggestion: { switchKey: 'recommendations', reasons: ['cuts gateway -> recommendation'] },
  };

  it('is listed, shown, acknowledged and resolved', async () => {
    await callAs(detectorToken, 'PUT', `/api/v1/incidents/${report.id}/report`, report);
    expect((await runAs('responder', ['incident', 'list', '--status', 'open'])).out).toContain('inc-cli');
    const shown = await runAs('responder', ['incident', 'show']);
    expect(shown.out).toContain('no change is to blame');
    expect(shown.out).toContain('breakwater kill recommendations --incident inc-cli');
    expect((await runAs('responder', ['incident', 'ack', report.id])).out).toBe(
      'inc-cli acknowledged by responder@example.com',
    );
    expect((await runAs('responder', ['status'])).out).toContain('acknowledged inc-cli');
    const resolve = ['incident', 'resolve', report.id, '--note', 'the ranker had no timeout'];
    expect((await runAs('responder', resolve)).out).toBe('inc-cli resolved by responder@example.com');
    expect((await runAs('responder', ['incident', 'show'])).err).toContain('no incident is open');
    expect((await runAs('responder', ['incident', 'ack', 'nothing'])).exitCode).toBe(1);
  });
});

describe('a rollout', () => {
  it('is discarded, or starts with its flag typed out, pauses, resumes and rolls back', async () => {
    const plan = {
      flag: 'catalog-badges',
      title: 'Badges for all',
      services: ['catalog'],
      stages: [
        { percent: 10, holdMs: 600_000 },
        { percent: 100, holdMs: 600_000 },
      ],
    };
    const manager = await tokenOf('release-manager');
    const created = (await callAs(manager, 'POST', '/api/v1/rollouts', plan)) as Rollout;
    const run = (...args: string[]) => runAs('release-manager', ['rollout', ...args]);
    const reason = ['--reason', 'badges are ready'];
    expect(await run('start', created.id, ...reason)).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('--confirm catalog-badges'),
    });
    expect((await run('discard', created.id, ...reason)).out).toBe('catalog-badges discarded at 0 %');
    const { id } = (await callAs(manager, 'POST', '/api/v1/rollouts', plan)) as Rollout;
    const started = await run('start', 'catalog-badges', ...reason, '--confirm', 'catalog-badges');
    expect(started.out).toBe('catalog-badges running at 10 %');
    expect((await run('list')).out).toContain('[10] 100 %');
    expect((await run('pause', id, ...reason)).out).toBe('catalog-badges paused at 10 %');
    const resumed = await run('resume', 'catalog-badges', ...reason, '--confirm', 'catalog-badges');
    expect(resumed.out).toBe('catalog-badges running at 10 %');
    expect((await run('roll-back', 'catalog-badges', ...reason)).out).toBe(
      'catalog-badges rolled_back at 0 %',
    );
    expect((await run('status', 'catalog-badges')).out).toContain('release-manager@example.com');
    expect((await run('status', 'nothing')).err).toContain('known flags: catalog-badges');
  });
});

describe('the program', () => {
  it('runs as a process of its own', async () => {
    const main = join(import.meta.dirname, '../src/cli/breakwater.mjs');
    const env = {
      ...process.env,
      BREAKWATER_URL: controlPlane.url,
      BREAKWATER_TOKEN: await tokenOf('viewer'),
    };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [main, 'switches', '--json'], {
      env,
    });
    expect(stderr).toBe('');
    expect(SwitchList.parse(JSON.parse(stdout)).switches).toHaveLength(2);
  });
});

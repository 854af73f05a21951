import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Unleash } from 'unleash-client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import {
  AuditPage,
  ChangeAccepted,
  ChangeList,
  Killability,
  Propagation,
  Switch,
  SwitchList,
} from '../src/contract/index.ts';
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
import { openStream, type Stream } from './setting/stream.ts';

let setting: Setting;
let controlPlane: ControlPlane;
const cleanUps: (() => unknown)[] = [];

beforeAll(async () => {
  setting = await makeSetting();
});
beforeEach(async () => {
  controlPlane = await startOn(setting);
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  await setting.setDatabase(true);
  await controlPlane.close();
});
afterAll(() => setting?.remove());

const patiently = { timeout: 20_000, interval: 20 };
const kill = (key: string) => `/api/v1/switches/${key}/kill`;
const restore = (key: string) => `/api/v1/switches/${key}/restore`;
const journalFiles = () =>
  readdir(join(setting.env.BREAKWATER_DATA_DIR!, 'kill-journal', 'production')).catch(() => []);

async function stream(headers: Record<string, string> = {}): Promise<Stream> {
  const opened = await openStream(controlPlane.url, headers);
  cleanUps.push(() => opened.close());
  return opened;
}

async function stockClient(mode: 'streaming' | 'polling'): Promise<Unleash> {
  const client = new Unleash({
    url: `${controlPlane.url}/unleash/api`,
    appName: `stock-${mode}`,
    customHeaders: { authorization: sdkToken },
    disableMetrics: true,
    refreshInterval: 200,
    ...(mode === 'streaming' ? { experimentalMode: { type: 'streaming' as const } } : {}),
  });
  client.on('error', () => undefined);
  cleanUps.push(() => client.destroy());
  await new Promise<void>((resolve) => client.once('synchronized', resolve));
  return client;
}

async function restored(key: string): Promise<void> {
  const responder = await signIn(controlPlane.url, 'responder');
  const answer = await responder.post(restore(key), { reason: 'fixed', confirmKey: key, immediate: true });
  expect(answer.as(ChangeAccepted).state).toBe('LIVE');
}

it('a kill while Postgres is away reaches every SDK at once, and is an ordinary kill afterwards', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  const viewer = await signIn(controlPlane.url, 'viewer');
  const [streaming, polling] = await Promise.all([stockClient('streaming'), stockClient('polling')]);
  const ours = await stream({
    'unleash-appname': 'gateway',
    'unleash-instanceid': 'gateway-1',
    'unleash-sdk': 'breakwater-flag-sdk:0.1.0',
  });
  const before = (await responder.get('/api/v1/switches')).as(SwitchList);
  await beat(controlPlane.url, heartbeat('gateway-1', before.revision));

  await setting.setDatabase(false);
  const answer = await responder.post(kill('recommendations'), { reason: 'too slow at night' });
  expect(answer.status).toBe(202);
  const accepted = answer.as(ChangeAccepted);
  expect(accepted.state).toBe('KILLED');
  expect(accepted.journaled?.note).toMatch(
    /^Postgres is away: kept in the journal, sent to 2 connected instances\./,
  );
  await vi.waitFor(() => expect(streaming.isEnabled('recommendations')).toBe(false), patiently);
  await vi.waitFor(() => expect(polling.isEnabled('recommendations')).toBe(false), patiently);
  const id = accepted.journaled!.id;
  expect(ours.overrides().at(-1)).toEqual({
    overrides: [{ id, flag: 'recommendations', enabled: false, at: accepted.journaled!.at }],
    settled: [],
  });
  expect(await journalFiles()).toEqual([`${id}.json`]);

  await beat(
    controlPlane.url,
    heartbeat('gateway-1', before.revision, { overrides: [{ id, flag: 'recommendations' }] }),
  );
  const proof = (await viewer.get(`/api/v1/changes/${accepted.changeId}/propagation`)).as(Propagation);
  expect(proof.journaled).toBe(true);
  const heldMs = proof.instances.find((one) => one.id === 'gateway-1')?.confirmedMs;
  expect(heldMs).toBeGreaterThanOrEqual(0);

  const shown = (await viewer.get('/api/v1/switches')).as(SwitchList);
  expect(shown.databaseAway).toBe(true);
  const { at } = accepted.journaled!;
  expect(accepted.journaled!.onDisk).toBe(true);
  expect(shown.switches.find(({ key }) => key === 'recommendations')).toMatchObject({
    state: 'KILLED',
    changedAt: at,
    term: { since: at },
    changedBy: 'responder@example.com',
    reason: 'too slow at night',
  });
  expect((await viewer.get('/api/v1/killability')).as(Killability)).toMatchObject({
    path: 'journal',
    journaled: 1,
  });
  const late = await stream();
  expect(late.text()).toMatch(/"name":"recommendations"[^}]*"enabled":false/);
  expect(late.overrides().at(-1)?.overrides).toHaveLength(1);

  await setting.setDatabase(true);
  await vi.waitFor(async () => expect(await journalFiles()).toEqual([]), patiently);
  const { changes } = (await responder.get('/api/v1/changes')).as(ChangeList);
  expect(changes.at(-1)).toMatchObject({
    target: 'recommendations',
    effect: 'kill',
    actor: 'responder@example.com',
  });
  const { entries } = (await responder.get('/api/v1/audit')).as(AuditPage);
  expect(entries[0]).toMatchObject({
    action: 'switch.kill',
    actor: 'responder@example.com',
    reason: 'too slow at night',
    after: { state: 'KILLED', journaledAt: accepted.journaled!.at },
  });
  expect((await responder.get('/api/v1/switches/recommendations')).as(Switch)).toMatchObject({
    state: 'KILLED',
    changedAt: at,
    term: { since: at },
  });
  const settled = (await responder.get(`/api/v1/changes/${accepted.changeId}/propagation`)).as(Propagation);
  expect(settled.journaled).toBeUndefined();
  expect(settled.instances.find((one) => one.id === 'gateway-1')?.confirmedMs).toBe(heldMs);
  expect(ours.overrides().at(-1)).toEqual({ overrides: [], settled: [{ id, revision: settled.revision }] });
  expect([streaming.isEnabled('recommendations'), polling.isEnabled('recommendations')]).toEqual([
    false,
    false,
  ]);

  // Whoever was away meanwhile asks for what it holds, and is told.
  const back = await stream({
    'unleash-appname': 'gateway',
    'unleash-instanceid': 'gateway-2',
    'breakwater-overrides': `${id},unheard-of`,
  });
  expect(back.overrides().at(-1)?.settled).toEqual([{ id, revision: settled.revision }]);
  await restored('recommendations');
  await vi.waitFor(() => expect(streaming.isEnabled('recommendations')).toBe(true), patiently);
});

it('an SDK that holds a kill of another replica hears of it here once Postgres contains it', async () => {
  const moved = await stream({
    'unleash-appname': 'gateway',
    'unleash-instanceid': 'gateway-3',
    'breakwater-overrides': 'kept-elsewhere',
  });
  expect(moved.overrides()).toEqual([]);
  await setting.sql('insert into ops.settled_kills (id, revision) values ($1, $2)', ['kept-elsewhere', 7]);
  await vi.waitFor(
    () =>
      expect(moved.overrides()).toEqual([
        { overrides: [], settled: [{ id: 'kept-elsewhere', revision: 7 }] },
      ]),
    patiently,
  );
});

it('a restore ends what SDKs still hold of a kill whose journal was lost', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  const orphan = { id: 'its-disk-is-gone', flag: 'recommendations' };
  const holder = await stream({
    'unleash-appname': 'gateway',
    'unleash-instanceid': 'gateway-4',
    'unleash-sdk': 'breakwater-flag-sdk:0.1.0',
    'breakwater-overrides': orphan.id,
  });
  await responder.post(kill('recommendations'), { reason: 'so that there is something to restore' });
  expect(await beat(controlPlane.url, heartbeat('gateway-4', 1, { overrides: [orphan] }))).toBe(204);
  const answer = await responder.post(restore('recommendations'), {
    reason: 'fixed',
    confirmKey: 'recommendations',
  });
  const { revision } = answer.as(ChangeAccepted).propagation;
  await vi.waitFor(
    () =>
      expect(holder.overrides().flatMap(({ settled }) => settled)).toContainEqual({
        id: orphan.id,
        revision,
      }),
    patiently,
  );
  await restored('recommendations');
});

it('refuses what needs Postgres, who may not kill, and what is no switch', async () => {
  const responder = await signIn(controlPlane.url, 'responder');
  const viewer = await signIn(controlPlane.url, 'viewer');
  await setting.setDatabase(false);
  const refused = await responder.post(restore('recommendations'), {
    reason: 'fixed',
    confirmKey: 'recommendations',
  });
  expect(refused.problem).toMatchObject({ status: 503, code: 'database.away' });
  expect(refused.problem.detail).toContain('A restore needs Postgres');
  expect((await viewer.post(kill('recommendations'), { reason: 'just so' })).problem.code).toBe(
    'access.role_too_low',
  );
  expect((await responder.post(kill('unheard-of'), { reason: 'just so' })).problem.code).toBe(
    'switch.unknown',
  );
  expect(
    (await new Caller(controlPlane.url, 'no-session').post(kill('recommendations'), { reason: 'just so' }))
      .status,
  ).toBe(503);
  expect(await journalFiles()).toEqual([]);
});

it('the break-glass page kills without Postgres, and a repeated kill is one kill', async () => {
  const token = await tokenOf(controlPlane.url, 'responder');
  await setting.setDatabase(false);
  const submit = () =>
    fetch(`${controlPlane.url}/break-glass/kill`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: `breakwater_session=${token}`,
        origin: controlPlane.url,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({ key: 'payments.capture', reason: 'from a phone' }).toString(),
    });
  const answers = [await submit(), await submit()];
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(decodeURIComponent(answers[0]!.headers.get('location')!)).toContain('kept in the journal');
  const page = await fetch(`${controlPlane.url}/break-glass`, {
    headers: { cookie: `breakwater_session=${token}` },
  });
  const text = await page.text();
  expect(text).toContain('Postgres is away. A kill works');
  expect(text).toMatch(/payments\.capture\)<\/small><\/span> <span class="state KILLED">KILLED/);
  expect(await journalFiles()).toHaveLength(1);
  await setting.setDatabase(true);
  await vi.waitFor(async () => expect(await journalFiles()).toEqual([]), patiently);
  const responder = new Caller(controlPlane.url, token);
  const { entries } = (await responder.get('/api/v1/audit')).as(AuditPage);
  expect(entries.filter(({ target }) => target === 'payments.capture')).toHaveLength(1);
  await restored('payments.capture');
});

it('a kill in the journal outlives kill -9 of the control plane, and is stored by the next start', async () => {
  await controlPlane.close();
  const child = spawn(process.execPath, [fileURLToPath(new URL('../src/main.ts', import.meta.url))], {
    env: { PATH: process.env.PATH ?? '', ...setting.env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  cleanUps.push(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (part) => {
    output += part;
  });
  const url = await vi.waitFor(() => output.match(/"url":"([^"]+)"/)![1]!, {
    timeout: 60_000,
    interval: 100,
  });
  const responder = await signIn(url, 'responder');
  await setting.setDatabase(false);
  const accepted = (await responder.post(kill('recommendations'), { reason: 'before the crash' })).as(
    ChangeAccepted,
  );
  expect(accepted.journaled).toBeDefined();
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await journalFiles()).toHaveLength(1);

  await setting.setDatabase(true);
  controlPlane = await startOn(setting);
  const fresh = await stream();
  expect(fresh.text()).toMatch(/"name":"recommendations"[^}]*"enabled":false/);
  expect(await journalFiles()).toEqual([]);
  const again = await signIn(controlPlane.url, 'responder');
  expect((await again.get('/api/v1/switches/recommendations')).as(Switch)).toMatchObject({
    state: 'KILLED',
    changedBy: 'responder@example.com',
    reason: 'before the crash',
  });
  await restored('recommendations');
});

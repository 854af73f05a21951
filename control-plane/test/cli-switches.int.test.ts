import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { runCommandLine } from '../src/cli/program.ts';
import { testTerminal } from '../src/cli/test-terminal.ts';
import type { ControlPlane } from '../src/compose.ts';
import {
  BlastRadius,
  Drill,
  Killability,
  LevelChanged,
  LevelStatus,
  Policy,
  Switch,
} from '../src/contract/index.ts';
import {
  beat,
  emailOf,
  heartbeat,
  makeSetting,
  type Setting,
  signIn,
  startOn,
  tokenOf,
} from './setting/control-plane.ts';
import { guard } from './setting/guard.ts';

let setting: Setting;
let controlPlane: ControlPlane;
let folder: string;
let aheadMs = 0;
const clock = () => Date.now() + aheadMs;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-cli-switches-'));
  setting = await makeSetting({ BREAKWATER_DETECTOR_AWAY_MS: '1000000000' });
  controlPlane = await startOn(setting, {}, clock);
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await run('responder', ['level', 'L0', '--reason', 'begin afresh', '--confirm', 'L0']);
  for (const key of ['recommendations', 'payments.capture']) await restore(key);
});

const restore = (key: string) =>
  run('responder', ['restore', key, '--immediate', '--reason', 'begin afresh', '--confirm', key]);

/** Runs the command line as a person of this role. */
async function run(role: string, args: string[], answers?: string[]) {
  const env = { BREAKWATER_URL: controlPlane.url, BREAKWATER_TOKEN: await tokenOf(controlPlane.url, role) };
  const terminal = testTerminal({ folder, realTime: true, env, ...(answers && { answers }) });
  const exitCode = await runCommandLine(args, { ...terminal, now: clock });
  return { exitCode, out: terminal.printed.join('\n'), err: terminal.complained.join('\n') };
}

const read = async (key: string) =>
  (await (await signIn(controlPlane.url, 'viewer')).get(`/api/v1/switches/${key}`)).as(Switch);

const until = (wanted: Partial<Switch>) =>
  vi.waitFor(async () => expect(await read('recommendations')).toMatchObject(wanted), { timeout: 20_000 });

it('a kill may expire, and can be renewed for as long as before, for another time, or without an end', async () => {
  const killed = await run('responder', ['kill', 'recommendations', '--reason', 'slow', '--expires', '2h']);
  expect(killed).toMatchObject({ exitCode: 0, out: expect.stringContaining('KILLED') });
  expect((await run('viewer', ['status'])).out).toMatch(
    /1 KILLED \(recommendations expires in 1 h 59 min\), 1 LIVE/,
  );
  const renew = ['renew', 'recommendations', '--reason', 'not fixed'];
  expect((await run('responder', renew)).out).toBe('recommendations stays KILLED: expires in 1 h 59 min');
  expect((await run('responder', [...renew, '--expires', '10m'])).out).toMatch(/expires in 9 min 5\d s$/);
  expect((await run('responder', [...renew, '--no-expiry'])).out).toMatch(
    /no expiry, review in 23 h 59 min$/,
  );
  expect((await read('recommendations')).term).toMatchObject({ renewals: 3, expiresAt: null });
  const live = await run('responder', ['renew', 'payments.capture', '--reason', 'not fixed']);
  expect(live).toMatchObject({ exitCode: 1, err: expect.stringContaining('payments.capture is LIVE') });
});

it('a restore climbs in steps, shows each, and ends with the proof that everybody has the feature', async () => {
  await run('responder', ['kill', 'recommendations', '--reason', 'slow']);
  const args = ['restore', 'recommendations', '--reason', 'well', '--confirm', 'recommendations'];
  const { exitCode, out } = await run('responder', [...args, '--step-seconds', '1']);
  expect(out.split('\n').map((line) => line.split(';')[0])).toEqual([
    'RESTORING · stored',
    '  5 % of the requests get the feature',
    '  25 % of the requests get the feature',
    '  50 % of the requests get the feature',
    'LIVE · stored',
  ]);
  expect(exitCode).toBe(0);
  expect(await read('recommendations')).toMatchObject({ state: 'LIVE', percent: 100 });
});

it('a restore can be left to itself, is told to be held, and a kill meanwhile ends the one who follows it', async () => {
  await run('responder', ['kill', 'recommendations', '--reason', 'slow']);
  const args = ['restore', 'recommendations', '--reason', 'well', '--confirm', 'recommendations'];
  const left = await run('responder', [...args, '--step-seconds', '600', '--no-wait']);
  expect(left).toMatchObject({ exitCode: 0, out: expect.stringMatching(/^RESTORING/) });
  const short = await run('responder', [...args, '--wait', '1s']);
  expect(short).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining('recommendations is still at 5 %'),
  });
  const following = run('responder', args);
  await until({ state: 'RESTORING' });
  await run('responder', ['kill', 'recommendations', '--reason', 'it hurts again']);
  expect(await following).toMatchObject({
    exitCode: 1,
    err: `error: recommendations is KILLED again by ${emailOf('responder')}: it hurts again. The restore is over.`,
  });
});

it('a level is shown, raised with a reason, and lowered with the level typed out', async () => {
  expect((await run('viewer', ['level'])).out).toContain('> L0');
  const up = await run('responder', ['level', 'l2', '--reason', 'too much load']);
  expect(up).toMatchObject({
    exitCode: 0,
    out: expect.stringContaining('L0 -> L2: 2 of 2 switches changed'),
  });
  expect((await run('viewer', ['status'])).out).toMatch(/^level +L2 Orders first$/m);
  const shown = await run('viewer', ['level', '--json']);
  expect(LevelStatus.parse(JSON.parse(shown.out))).toMatchObject({ current: 'L2', reason: 'too much load' });
  const mistyped = await run('responder', ['level', 'L0', '--reason', 'calm again'], ['L1']);
  expect(mistyped).toMatchObject({ exitCode: 2, err: expect.stringContaining('nothing was changed') });
  const down = await run('responder', ['level', 'L0', '--reason', 'calm again', '--json'], ['L0']);
  expect(LevelChanged.parse(JSON.parse(down.out)).report).toMatchObject({ from: 'L2', to: 'L0', failed: 0 });
  expect((await read('recommendations')).state).toBe('LIVE');
});

it('a level of which a switch cannot follow is told as failed, with what to do', async () => {
  const { exitCode, out, err } = await run('responder', ['level', 'L3', '--reason', 'too much load']);
  expect(exitCode).toBe(1);
  expect(out).toContain('2 of 3 switches changed, 1 failed');
  expect(err).toContain('not.there did not follow; the others did. Repeat `breakwater level L3`');
});

it('a drill is followed until its verdict, and listed with its age', async () => {
  let outcomes = { success: 100, killed: 0, fallback_served: 0 };
  const gateway = () =>
    beat(controlPlane.url, heartbeat('gateway-1', 1_000_000, { guards: [guard(outcomes)] }));
  await gateway();
  const drilling = run('responder', ['drill', 'recommendations', '--reason', 'weekly proof']);
  await until({ state: 'DRILL', percent: 99 });
  expect((await run('viewer', ['status'])).out).toContain('recommendations DRILL 99 %');
  outcomes = { success: 1090, killed: 10, fallback_served: 10 };
  aheadMs += 61_000;
  await until({ state: 'LIVE' });
  aheadMs += 1000;
  await gateway();
  const { exitCode, out, err } = await drilling;
  expect(err).toBe('');
  expect(exitCode).toBe(0);
  expect(out).toContain('recommendations · proven');
  expect(out).toMatch(/calls +1000, of which 10 got the fallback; it failed 0 times, errors 0/);
  expect((await run('viewer', ['drill', 'recommendations'])).out).toMatch(/ago +proven/);
  expect((await run('viewer', ['switches'])).out).toMatch(/recommendations .* ago/);
  const unproven = await run('viewer', ['drill', 'payments.capture']);
  expect(unproven.out).toBe('never drilled: the fallback is not proven');
  const begun = await run('responder', [
    'drill',
    'payments.capture',
    '--reason',
    'try',
    '--no-wait',
    '--json',
  ]);
  expect(Drill.parse(JSON.parse(begun.out))).toMatchObject({ verdict: null, cohortPercent: 1 });
});

it('a preview and the killability say who would be reached', async () => {
  await beat(controlPlane.url, heartbeat('gateway-1', 1_000_000));
  const preview = await run('viewer', ['preview', 'recommendations']);
  expect(preview).toMatchObject({ exitCode: 0, out: expect.stringContaining('A kill sends') });
  const asJson = await run('viewer', ['preview', 'recommendations', '--json']);
  expect(BlastRadius.parse(JSON.parse(asJson.out)).key).toBe('recommendations');
  const killability = await run('viewer', ['killability', '--json']);
  expect(Killability.parse(JSON.parse(killability.out)).instances).toBeGreaterThan(0);
  expect((await run('viewer', ['killability'])).out).toMatch(/\d+\/\d+ instances could be killed at once/);
});

it('a policy is set for a while, shown, replaced within bounds, and cleared', async () => {
  const set = ['policy', 'set', 'gateway', 'recommendation', 'timeoutMs=400', 'breaker.openMs=2000'];
  const why = ['--reason', 'slow today', '--for', '1h'];
  const done = await run('release-manager', [...set, ...why]);
  expect(done.out).toContain('timeoutMs=400 breaker.openMs=2000');
  expect((await run('viewer', ['policy', 'list'])).out).toMatch(
    /gateway +recommendation .* in 59 min 5\d s +slow today/,
  );
  const big = await run('release-manager', [
    'policy',
    'set',
    'gateway',
    'recommendation',
    'timeoutMs=900',
    ...why,
  ]);
  expect(big).toMatchObject({
    exitCode: 1,
    err: expect.stringContaining('timeoutMs would move from 400 to 900'),
  });
  const forced = [
    'policy',
    'set',
    'gateway',
    'recommendation',
    'timeoutMs=900',
    '--confirm-step',
    '--json',
    ...why,
  ];
  const replaced = Policy.parse(JSON.parse((await run('release-manager', forced)).out));
  expect(replaced.override?.settings).toEqual({ timeoutMs: 900 });
  expect((await run('viewer', ['policy', 'get', 'gateway', 'recommendation'])).out).toContain('slow today');
  const cleared = ['policy', 'clear', 'gateway', 'recommendation', '--reason', 'well again'];
  expect((await run('responder', cleared)).err).toContain('needs the role release-manager');
  expect((await run('release-manager', cleared)).out).toBe('gateway -> recommendation is as the code says');
  expect((await run('release-manager', cleared)).err).toContain('Nothing is set');
  const unknown = await run('viewer', ['policy', 'get', 'gateway', 'nowhere']);
  expect(unknown).toMatchObject({ exitCode: 1, err: expect.stringContaining('no running instance guards') });
});

it('an unknown switch is refused with those that there are', async () => {
  for (const args of [
    ['preview', 'nope'],
    ['drill', 'nope'],
    ['kill', 'nope', '--reason', 'slow'],
  ]) {
    const { exitCode, err } = await run('responder', args);
    expect(exitCode).toBe(1);
    expect(err).toContain('There is no switch "nope". Known switches: recommendations, payments.capture.');
  }
});

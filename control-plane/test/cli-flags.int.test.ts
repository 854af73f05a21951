import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommandLine } from '../src/cli/program.ts';
import { testTerminal } from '../src/cli/test-terminal.ts';
import type { ControlPlane } from '../src/compose.ts';
import { Caller, emailOf, makeSetting, password, type Setting, startOn } from './setting/control-plane.ts';

const root = join(import.meta.dirname, '../..');
const features = '/unleash/api/admin/projects/default/features';

let setting: Setting;
let controlPlane: ControlPlane;
let folder: string;

const tokenOf = async (role: string): Promise<string> => {
  const answer = await new Caller(controlPlane.url).post('/api/v1/session', {
    email: emailOf(role),
    password,
  });
  return (JSON.parse(answer.text) as { token: string }).token;
};

const managerCalls = async (method: string, path: string, body: unknown) => {
  const answer = await new Caller(controlPlane.url, await tokenOf('release-manager')).ask(method, path, body);
  expect(answer.status, answer.text).toBeLessThan(300);
};

/** Runs the command as a viewer in `folder`. */
const generate = async (...args: string[]) => {
  const token = await tokenOf('viewer');
  const env = { BREAKWATER_URL: controlPlane.url, BREAKWATER_TOKEN: token };
  const terminal = testTerminal({ folder, realTime: true, env });
  const exitCode = await runCommandLine(['flags', 'generate', ...args], terminal);
  return { exitCode, out: terminal.printed.join('\n'), err: terminal.complained.join('\n') };
};

const written = () => readFile(join(folder, 'src/flags.ts'), 'utf8');

beforeAll(async () => {
  // Where packages of the repository are found, and no compiler of the whole repository looks.
  await mkdir(join(root, 'node_modules/.cache'), { recursive: true });
  folder = await mkdtemp(join(root, 'node_modules/.cache/breakwater-flags-'));
  setting = await makeSetting();
  controlPlane = await startOn(setting);
  await managerCalls('POST', features, { name: 'ranker', type: 'experiment' });
  await managerCalls('POST', `${features}/ranker/environments/production/strategies`, {
    name: 'flexibleRollout',
    parameters: { rollout: '100', stickiness: 'default', groupId: 'ranker' },
    constraints: [],
    variants: ['b', 'a'].map((name) => ({
      name,
      weight: 500,
      weightType: 'variable',
      stickiness: 'default',
    })),
  });
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
  await rm(folder, { recursive: true, force: true });
});

it('writes what the server has, the same each time', async () => {
  expect(await generate('--out', 'src/flags.ts')).toMatchObject({
    exitCode: 0,
    out: 'src/flags.ts is written.',
  });
  const first = await written();
  expect(first).toContain("  /** Title of payments.capture */\n  'payments.capture': { kind: 'switch' },\n");
  expect(first).toContain("  ranker: { kind: 'variant', variants: ['a', 'b'] },\n");
  expect(first).toContain("  'ranker-v2': { kind: 'flag' },\n");
  expect(await generate('--out', 'src/flags.ts')).toMatchObject({
    exitCode: 0,
    out: 'src/flags.ts is up to date.',
  });
  expect(await written()).toBe(first);
});

it('what it writes compiles against the SDK, and a wrong key does not', async () => {
  await generate('--out', 'src/flags.ts');
  const compile = async (name: string, body: string) => {
    const code = `import { createMemoryFlagClient } from '@breakwater/flag-sdk';\nimport { flags as keys } from './flags.ts';\nconst flags = createMemoryFlagClient({}, { flags: keys });\n${body}\n`;
    await writeFile(join(folder, 'src', name), code);
    const options =
      '--ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --skipLibCheck --module nodenext --target es2024 --types node --allowImportingTsExtensions';
    const args = [join(root, 'node_modules/typescript/bin/tsc'), ...options.split(' '), `src/${name}`];
    return promisify(execFile)(process.execPath, args, { cwd: folder }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
  };
  const right = "flags.isLive('payments.capture');\nflags.variant('ranker').name === 'b';\n";
  expect(await compile('right.ts', right)).toBe('');
  const wrong = await compile('wrong.ts', "flags.isLive('payment.capture');");
  expect(wrong).toMatch(/wrong\.ts\(4,14\): error TS2345: Argument of type '"payment\.capture"'/);
  expect(wrong.match(/error TS/g)).toHaveLength(1);
});

it('--check fails where the file is out of date or not there, and writes nothing', async () => {
  await generate('--out', 'src/flags.ts');
  expect(await generate('--out', 'src/flags.ts', '--check')).toMatchObject({ exitCode: 0 });
  expect(await generate('--out', 'elsewhere.ts', '--check')).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/elsewhere\.ts is not there/),
  });
  const before = await written();
  await managerCalls('POST', features, { name: 'new-badge', type: 'release' });
  expect(await generate('--out', 'src/flags.ts', '--check')).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/src\/flags\.ts is not what the server has/),
  });
  expect(await written()).toBe(before);
});

it('is called wrongly without a file', async () => {
  expect(await generate()).toMatchObject({ exitCode: 2 });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type AttachedDemo, CheckFailed, readAttachedDemo, runCheck } from '../check/index.ts';
import { lockHolder, tryLock } from '../process/file-lock.ts';
import { createProgress } from '../process/progress.ts';
import { repositoryRoot } from '../process/repository.ts';
import { SetupError } from '../process/setup-error.ts';
import { removeData } from '../services/postgres/postgres-place.ts';
import { type DemoOptions, readDemoOptions, UsageError, usage } from './demo-options.ts';
import { findFreePorts, readPorts } from './demo-ports.ts';
import { type RunningDemo, startDemo } from './start-demo.ts';
import { wipeData } from './wipe-data.ts';

const progress = createProgress(process.stderr);
const cacheDir = join(repositoryRoot, '.breakwater');

/** Aborted by Ctrl-C, by TERM, or when the program that wraps this one is gone. */
const stopAsked = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const)
  process.on(signal, () => stopAsked.abort());

// The channel to the program that wraps this one would keep the process alive.
process.exit(await main(process.argv.slice(2)));

async function main(args: string[]): Promise<number> {
  try {
    return await runDemo(readDemoOptions(args, process.env));
  } catch (error) {
    if (error instanceof UsageError) {
      progress.say(`${error.message}\n${usage}`);
      return 2;
    }
    if (!(error instanceof SetupError)) throw error;
    progress.say(`\n${error.message}`);
    return 1;
  }
}

async function runDemo(options: DemoOptions): Promise<number> {
  const ownDataDir = options.freePorts && !process.env.BREAKWATER_DATA_DIR;
  const dataDir = ownDataDir
    ? mkdtempSync(join(tmpdir(), 'breakwater-demo-'))
    : resolve(process.env.BREAKWATER_DATA_DIR || cacheDir);
  const lockFile = join(dataDir, 'demo.lock');
  const unlock = tryLock(lockFile);
  if (!unlock) return useRunningDemo(options, dataDir, lockHolder(lockFile));
  try {
    if (options.fresh) wipeData(dataDir);
    return await runOwnDemo(options, dataDir);
  } finally {
    unlock();
    if (ownDataDir) {
      removeData(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
}

async function useRunningDemo(options: DemoOptions, dataDir: string, pid: number): Promise<number> {
  const file = join(dataDir, 'demo.json');
  if (!options.check || options.fresh) {
    throw new SetupError(
      'demo_runs',
      `A demo runs already (pid ${pid}, described by ${file}): stop it first, or check it with npm run demo -- --check`,
    );
  }
  progress.say(`Checking the demo that runs (pid ${pid})`);
  return checkDemo(options.check, await readAttachedDemo(file));
}

async function runOwnDemo(options: DemoOptions, dataDir: string): Promise<number> {
  const startedAt = performance.now();
  progress.say('Starting Breakwater and the demo shop');
  let demo: RunningDemo;
  try {
    const ports = options.freePorts ? await findFreePorts() : readPorts(process.env);
    demo = await startDemo({
      dataDir,
      cacheDir,
      ports,
      env: process.env,
      progress,
      signal: stopAsked.signal,
    });
  } catch (error) {
    if (stopAsked.signal.aborted) return 0;
    if (options.check) printVerdict(options.check, `FAILED the demo did not start: ${messageOf(error)}`);
    throw error;
  }
  try {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    progress.say(`\nReady in ${seconds} s.`);
    if (options.check) return await checkDemo(options.check, demo.attached);
    process.stdout.write(welcome(demo));
    await untilAborted(stopAsked.signal);
    return 0;
  } finally {
    progress.say('\nStopping everything');
    await demo.stop();
    progress.say('Stopped');
  }
}

async function checkDemo(check: NonNullable<DemoOptions['check']>, attached: AttachedDemo): Promise<number> {
  const tell = (line: string) => progress.say(`  ${line}`);
  try {
    const checked = runCheck(check.name, attached, { minutes: check.minutes, tell });
    checked.catch(() => undefined);
    const stopped = untilAborted(stopAsked.signal).then(() =>
      Promise.reject(new CheckFailed('expected the check to end, it was stopped')),
    );
    process.stdout.write(`${await Promise.race([checked, stopped])}\n`);
    return 0;
  } catch (error) {
    printVerdict(check, `FAILED ${messageOf(error)}`);
    return 1;
  }
}

function printVerdict(check: NonNullable<DemoOptions['check']>, verdict: string): void {
  process.stdout.write(`${check.name.toUpperCase()} ${verdict.replace(/\s+/g, ' ')}\n`);
}

function welcome({ attached, file }: RunningDemo): string {
  const users = attached.users.map(
    ({ role, email, password }) => `    ${role.padEnd(16)} ${email.padEnd(38)} ${password}`,
  );
  return [
    '',
    `  Dashboard     ${attached.dashboard}`,
    `  Shop          ${attached.gateway}`,
    `  Break glass   ${attached.controlPlane}/break-glass`,
    '',
    '  Sign in as',
    ...users,
    '',
    `  For programs  ${file}`,
    ...(dirname(file) === cacheDir
      ? []
      : [`  Its CLI       BREAKWATER_DATA_DIR=${dirname(file)} npm run -s cli -- login --demo`]),
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

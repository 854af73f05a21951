import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { isAlive } from './find-process.ts';
import { type ManagedProcess, startProcess, untilReady } from './managed-process.ts';
import { startWatchdog, type Watchdog } from './watchdog.ts';

const patience = { timeout: 15_000, interval: 50 };
let folder: string;
let watchdog: Watchdog;
const started: ManagedProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-process-'));
  watchdog = startWatchdog();
});
afterEach(() => Promise.all(started.splice(0).map((each) => each.stop())));
afterAll(() => {
  watchdog.close();
  rmSync(folder, { recursive: true, force: true });
});

async function startNode(program: string, options: { stopTimeoutMs?: number } = {}): Promise<ManagedProcess> {
  const running = await startProcess(
    {
      name: 'sample',
      command: process.execPath,
      args: ['-e', program],
      logFile: join(folder, 'sample.log'),
      ...options,
    },
    watchdog,
  );
  started.push(running);
  return running;
}

describe('a managed process', () => {
  it('writes what it says to its log file and ends when asked', async () => {
    const running = await startNode('console.log("hello"); setInterval(() => {}, 1000)');
    await vi.waitFor(() => expect(readFileSync(running.logFile, 'utf8')).toContain('hello'), patience);
    await running.stop();
    expect(isAlive(running.pid)).toBe(false);
    expect(running.hasExited()).toBe(true);
  });

  it('that does not listen is made to end', async () => {
    const running = await startNode(
      'process.on("SIGTERM", () => {}); console.log("deaf"); setInterval(() => {}, 1000)',
      {
        stopTimeoutMs: 200,
      },
    );
    await vi.waitFor(() => expect(readFileSync(running.logFile, 'utf8')).toContain('deaf'), patience);
    await running.stop();
    expect(await running.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('that ends while it starts is reported with the end of its log', async () => {
    const running = await startNode('console.error("no such database"); process.exit(3)');
    await expect(untilReady(running, async () => false, 10_000)).rejects.toThrow(
      /sample ended while it was starting \(exit code 3\).*sample\.log:\n {2}no such database/s,
    );
  });

  it('that never answers is stopped and reported', async () => {
    const running = await startNode('setInterval(() => {}, 1000)');
    await expect(untilReady(running, async () => false, 300)).rejects.toThrow(/was not ready within/);
    expect(running.hasExited()).toBe(true);
  });

  it('that cannot be started is reported with the program', async () => {
    const plan = { name: 'ghost', command: '/no/such/program', args: [], logFile: join(folder, 'ghost.log') };
    await expect(startProcess(plan, watchdog)).rejects.toThrow(
      /ghost could not be started by \/no\/such\/program/,
    );
  });

  it('does not outlive a parent that was killed', async () => {
    const here = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
    const parent = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `const { startProcess } = await import(${here('./managed-process.ts')});
         const { startWatchdog } = await import(${here('./watchdog.ts')});
         const child = await startProcess({ name: 'orphan', command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'],
           logFile: ${JSON.stringify(join(folder, 'orphan.log'))} }, startWatchdog());
         console.log(child.pid);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [said] = (await once(parent.stdout!, 'data')) as [Buffer];
    const orphan = Number(said.toString());
    expect(isAlive(orphan)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitFor(() => expect(isAlive(orphan)).toBe(false), patience);
  });
});

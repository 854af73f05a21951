import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../process/find-process.ts';
import { startProcess } from '../process/managed-process.ts';
import { startWatchdog, type Watchdog } from '../process/watchdog.ts';
import { recordProcesses, stopLeftOvers } from './left-overs.ts';

let folder: string;
let watchdog: Watchdog;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-left-'));
  watchdog = startWatchdog();
});
afterAll(() => {
  watchdog.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = () =>
  startProcess(
    {
      name: 'sleeper',
      command: process.execPath,
      args: ['-e', 'setInterval(() => {}, 1000)'],
      logFile: join(folder, 'sleeper.log'),
    },
    watchdog,
  );

describe('what an earlier demo has left running', () => {
  it('is stopped by the next start', async () => {
    const running = await start();
    recordProcesses(folder, [running]);
    expect(await stopLeftOvers(folder)).toEqual(['sleeper']);
    expect(isAlive(running.pid)).toBe(false);
    expect(await stopLeftOvers(folder)).toEqual([]);
  });

  it('is left alone where the pid belongs to another command by now', async () => {
    const running = await start();
    try {
      recordProcesses(folder, [running]);
      const file = join(folder, 'processes.json');
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('setInterval', 'setTimeout'));
      expect(await stopLeftOvers(folder)).toEqual([]);
      expect(isAlive(running.pid)).toBe(true);
    } finally {
      await running.stop();
    }
  });
});

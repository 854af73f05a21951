import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { commandOf, isAlive } from '../process/find-process.ts';
import type { ManagedProcess } from '../process/managed-process.ts';
import { waitUntil } from '../process/wait-until.ts';
import { writePrivately } from './write-privately.ts';

const Records = z.array(z.object({ name: z.string(), pid: z.number().int(), command: z.string() }));

const fileIn = (dataDir: string) => join(dataDir, 'processes.json');

/** Writes down what runs, so that the next start can stop what a crash has left behind. */
export function recordProcesses(dataDir: string, processes: readonly ManagedProcess[]): void {
  const records = processes.map(({ name, pid }) => ({ name, pid, command: commandOf(pid) }));
  writePrivately(fileIn(dataDir), records);
}

/** Forgets the record once all has been stopped. */
export function forgetProcesses(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

/** Stops what an earlier demo has left running; a pid that now belongs to another command is left alone. */
export async function stopLeftOvers(dataDir: string): Promise<string[]> {
  const file = fileIn(dataDir);
  if (!existsSync(file)) return [];
  const records = Records.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? [];
  const left = records.filter(
    ({ pid, command }) => command !== '' && isAlive(pid) && commandOf(pid) === command,
  );
  for (const { pid, name } of left.reverse()) process.kill(pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM');
  await waitUntil(() => left.every(({ pid }) => !isAlive(pid)), 8_000);
  for (const { pid } of left) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  forgetProcesses(dataDir);
  return left.map(({ name }) => name);
}

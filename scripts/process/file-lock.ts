import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './find-process.ts';

/** Takes a lock file for this process; undefined while a living process holds it, else how to give it back. */
export function tryLock(file: string): (() => void) | undefined {
  mkdirSync(dirname(file), { recursive: true });
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isAlive(lockHolder(file))) return undefined;
    rmSync(file, { force: true });
  }
  return undefined;
}

/** The pid in a lock file; 0 where there is none. */
export function lockHolder(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

/** Runs work that only one process may do at a time, after waiting for its turn. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const release = tryLock(file);
    if (!release) {
      await sleep(250);
      continue;
    }
    try {
      return await work();
    } finally {
      release();
    }
  }
}

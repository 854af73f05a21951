import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeData } from '../services/postgres/postgres-place.ts';

/** What was downloaded or compiled, and the locks: kept by `--fresh`. */
const kept = new Set([
  'node',
  'valkey',
  'compile-cache',
  'kafka',
  'demo.lock',
  'install.lock',
  'dashboard-build.lock',
]);

/** Removes the data of earlier runs; what was downloaded stays. */
export function wipeData(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  removeData(dataDir);
  for (const name of readdirSync(dataDir)) {
    if (!kept.has(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
  rmSync(join(dataDir, 'kafka', 'data'), { recursive: true, force: true });
}

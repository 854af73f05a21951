import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withFileLock } from '../process/file-lock.ts';
import { findProgram } from '../process/find-program.ts';
import { repositoryRoot } from '../process/repository.ts';
import { runProgram } from '../process/run-program.ts';

const sources = [
  'dashboard/*.{ts,mjs,json}',
  'dashboard/{src,public}/**',
  '{control-plane,anomaly-detector}/src/contract/**',
];
const stamp = join(repositoryRoot, 'dashboard', '.next', 'breakwater-sources');

/** Builds the dashboard unless the last build was made of the same sources; says whether it built. */
export function buildDashboard(cacheDir: string, signal?: AbortSignal): Promise<boolean> {
  return withFileLock(join(cacheDir, 'dashboard-build.lock'), async () => {
    for (let tries = 1; ; tries += 1) {
      const wanted = hashOfSources();
      if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
      try {
        await build(signal);
        writeFileSync(stamp, wanted);
        return true;
      } catch (error) {
        // Somebody builds by hand: Next refuses a second build at the same time.
        if (tries >= 60 || signal?.aborted || !/already running/.test(String(error))) throw error;
        await sleep(3_000);
      }
    }
  });
}

async function build(signal: AbortSignal | undefined): Promise<void> {
  const next = join(repositoryRoot, 'node_modules/next/dist/bin/next');
  const command = [process.execPath, next, 'build', 'dashboard'];
  const [program, ...args] = findProgram('nice') ? ['nice', ...command] : command;
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  await runProgram(program!, args, { cwd: repositoryRoot, env, timeoutMs: 600_000, signal });
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = globSync([...sources, 'package-lock.json'], { cwd: repositoryRoot }).sort();
  for (const file of files) {
    const path = join(repositoryRoot, file);
    if (file.endsWith('next-env.d.ts') || !statSync(path).isFile()) continue;
    hash.update(`${file}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

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

/** Why the dashboard was built, or that it was not. */
export type DashboardBuild = 'first build' | 'sources had changed' | 'unchanged';

/** Builds the dashboard unless the last build was made of the same sources; says which it was. */
export function buildDashboard(cacheDir: string, signal?: AbortSignal): Promise<DashboardBuild> {
  return withFileLock(join(cacheDir, 'dashboard-build.lock'), async () => {
    for (let tries = 1; ; tries += 1) {
      const wanted = hashOfSources();
      const why = whyBuild(existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined, wanted);
      if (why === 'unchanged') return why;
      try {
        await build(signal);
        writeFileSync(stamp, wanted);
        return why;
      } catch (error) {
        // Somebody builds by hand: Next refuses a second build at the same time.
        if (tries >= 60 || signal?.aborted || !/already running/.test(String(error))) throw error;
        await sleep(3_000);
      }
    }
  });
}

/** Compares what the last build was made of, where there was one, with the sources as they are. */
export function whyBuild(builtOf: string | undefined, wanted: string): DashboardBuild {
  if (builtOf === undefined) return 'first build';
  return builtOf === wanted ? 'unchanged' : 'sources had changed';
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

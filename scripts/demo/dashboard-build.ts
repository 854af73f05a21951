import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    const wanted = hashOfSources();
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
    const next = [
      process.execPath,
      join(repositoryRoot, 'node_modules/next/dist/bin/next'),
      'build',
      'dashboard',
    ];
    const [command, ...args] = findProgram('nice') ? ['nice', ...next] : next;
    await runProgram(command!, args, {
      cwd: repositoryRoot,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      timeoutMs: 600_000,
      signal,
    });
    writeFileSync(stamp, wanted);
    return true;
  });
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

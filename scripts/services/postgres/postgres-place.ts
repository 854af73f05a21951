import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { SetupError } from '../../process/setup-error.ts';
import type { PostgresIdentity } from './postgres-identity.ts';
import type { PostgresPrograms } from './postgres-programs.ts';

const outsideRoot = '/var/tmp';

/** Where the data lie and which programs run them. */
export interface PostgresPlace {
  dataDir: string;
  programs: PostgresPrograms;
}

/**
 * Data go to `<folder>/postgres`. A user other than the present one may not be able to reach that (a checkout below
 * a closed home): then data and programs go to a folder of their own under /var/tmp, linked from `<folder>/postgres`.
 */
export function preparePlace(
  folder: string,
  programs: PostgresPrograms,
  identity: PostgresIdentity,
): PostgresPlace {
  mkdirSync(folder, { recursive: true });
  const inside = resolve(folder, 'postgres');
  if (identity.uid === undefined) return { dataDir: inside, programs };
  const dataReachable = isReachable(folder);
  const programsReachable = isReachable(dirname(programs.postgres));
  if (dataReachable && programsReachable) return { dataDir: inside, programs };
  return {
    dataDir: dataReachable ? inside : linked(inside, join(ownFolder(inside), 'data'), identity),
    programs: programsReachable ? programs : copied(programs),
  };
}

/** Removes the data, also where they lie outside. */
export function removeData(folder: string): void {
  const inside = resolve(folder, 'postgres');
  rmSync(outsideFolder(inside), { recursive: true, force: true });
  rmSync(inside, { recursive: true, force: true });
}

function isReachable(path: string): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** One folder for each thing that cannot stay where it is: the data of each checkout, the programs of all. */
function outsideFolder(path: string): string {
  return join(outsideRoot, `breakwater-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`);
}

function ownFolder(path: string): string {
  const folder = outsideFolder(path);
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === process.getuid?.()) return folder;
  throw new SetupError(
    'postgres_folder_foreign',
    `${folder} must be a folder of the present user: remove it and start again`,
  );
}

function linked(inside: string, target: string, identity: PostgresIdentity): string {
  mkdirSync(target, { recursive: true, mode: 0o700 });
  chownSync(target, identity.uid!, identity.gid!);
  if (!lstatSync(inside, { throwIfNoEntry: false })) symlinkSync(target, inside);
  return target;
}

function copied(programs: PostgresPrograms): PostgresPrograms {
  const source = programs.packageFolder;
  if (source === undefined) return programs;
  const folder = join(
    ownFolder('programs'),
    `postgres-${programs.major}-${statSync(programs.postgres).size}`,
  );
  if (!existsSync(folder)) {
    rmSync(`${folder}.new`, { recursive: true, force: true });
    cpSync(source, `${folder}.new`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${folder}.new`, folder);
  }
  return {
    ...programs,
    postgres: join(folder, 'bin', 'postgres'),
    initdb: join(folder, 'bin', 'initdb'),
    packageFolder: folder,
  };
}

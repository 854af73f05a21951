import { runProgram } from '../../process/run-program.ts';
import { SetupError } from '../../process/setup-error.ts';

/** The user that runs Postgres; empty = the present one. */
export interface PostgresIdentity {
  uid?: number;
  gid?: number;
}

/** Postgres refuses to run as root: root runs it as the user `postgres`, creating that user where it is missing. */
export async function findPostgresIdentity(): Promise<PostgresIdentity> {
  if (process.getuid?.() !== 0) return {};
  const present = await idsOf('postgres');
  if (present) return present;
  try {
    await runProgram('useradd', ['--system', '--user-group', '--shell', '/bin/false', 'postgres']);
  } catch (cause) {
    throw new SetupError(
      'postgres_user_missing',
      'Postgres does not run as root, and the user "postgres" could not be created: create it, run as another user, or set BREAKWATER_DATABASE_URL',
      cause,
    );
  }
  return (await idsOf('postgres')) ?? {};
}

async function idsOf(user: string): Promise<PostgresIdentity | undefined> {
  try {
    const [uid, gid] = await Promise.all([runProgram('id', ['-u', user]), runProgram('id', ['-g', user])]);
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return undefined;
  }
}

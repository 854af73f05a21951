import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { User } from '../../contract/index.ts';
import { CliError } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';

export const SavedSession = z.object({ token: z.string(), expiresAt: z.iso.datetime(), user: User });
export type SavedSession = z.infer<typeof SavedSession>;

/** The logins of this person, one a server; `current` is the server of the last login. */
export const SavedSessions = z.object({
  current: z.string().nullable(),
  servers: z.record(z.string(), SavedSession),
});
export type SavedSessions = z.infer<typeof SavedSessions>;

/** `$XDG_CONFIG_HOME/breakwater/session.json`, by default in `~/.config`. */
export function sessionFile(terminal: Pick<Terminal, 'env' | 'homeDirectory'>): string {
  const config = terminal.env.XDG_CONFIG_HOME || join(terminal.homeDirectory, '.config');
  return join(config, 'breakwater', 'session.json');
}

/** The saved logins; none if there is no file. Throws if the file is not ours. */
export async function readSessions(file: string): Promise<SavedSessions> {
  const none: SavedSessions = { current: null, servers: {} };
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new CliError('session_file', `cannot read the saved login ${file}: ${error.message}`);
  });
  if (content === undefined) return none;
  try {
    return SavedSessions.parse(JSON.parse(content));
  } catch (cause) {
    throw new CliError('session_file', `${file} is not a saved login; delete it and sign in again.`, {
      cause,
    });
  }
}

/** Writes the saved logins so that only this user can read them (0600), never half a file. */
export async function writeSessions(file: string, sessions: SavedSessions): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(sessions, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}

/** The saved logins plus this one, which becomes the current one. */
export function withSession(sessions: SavedSessions, url: string, session: SavedSession): SavedSessions {
  return { current: url, servers: { ...sessions.servers, [url]: session } };
}

/** The saved logins without the one for `url`. */
export function withoutSession(sessions: SavedSessions, url: string): SavedSessions {
  const { [url]: _removed, ...servers } = sessions.servers;
  return { current: sessions.current === url ? null : sessions.current, servers };
}

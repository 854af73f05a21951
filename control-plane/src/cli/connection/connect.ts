import { CliError } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';
import { type ApiClient, createApiClient } from './api-client.ts';
import { findDemo } from './demo-file.ts';
import { findServer, type Server } from './find-server.ts';
import { readSessions, type SavedSession, sessionFile } from './session-file.ts';

export type Connection = { server: Server; api: ApiClient };

/** The server that this call means, and the login saved for it where there is one. */
export async function locate(
  terminal: Terminal,
  option: string | undefined,
): Promise<{ server: Server; saved: SavedSession | undefined }> {
  const sessions = await readSessions(sessionFile(terminal));
  const variable = terminal.env.BREAKWATER_URL;
  const demo = option || variable || sessions.current ? undefined : await findDemo(terminal);
  const server = findServer({ option, variable, sessions, demo });
  return { server, saved: sessions.servers[server.url] };
}

/** Connects with BREAKWATER_TOKEN or the saved login. Throws `not_signed_in` if there is neither or it has expired. */
export async function connect(terminal: Terminal, option: string | undefined): Promise<Connection> {
  const { server, saved } = await locate(terminal, option);
  const token = terminal.env.BREAKWATER_TOKEN || validToken(saved, server, terminal.now());
  return { server, api: createApiClient(server.url, token) };
}

function validToken(saved: SavedSession | undefined, server: Server, now: number): string {
  if (saved && Date.parse(saved.expiresAt) > now) return saved.token;
  const state = saved
    ? `the login of ${saved.user.email} at ${server.url} has expired`
    : `not signed in at ${server.url}`;
  const how = server.source === 'demo' ? 'breakwater login --demo' : 'breakwater login';
  throw new CliError('not_signed_in', `${state}. Sign in with \`${how}\`.`);
}

import type { Command } from 'commander';
import { z } from 'zod';
import { CliError } from '../cli-error.ts';
import { createApiClient } from '../connection/api-client.ts';
import { locate } from '../connection/connect.ts';
import { readSessions, sessionFile, withoutSession, writeSessions } from '../connection/session-file.ts';
import type { Terminal } from '../terminal.ts';
import { optionsOf, print, withCommonOptions } from './common.ts';

/** `breakwater logout`: ends the session on the server and forgets it here, also if the server is away. */
export function addLogout(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('logout'))
    .description('end the session and forget it')
    .action(async (_options: object, command: Command) => {
      const { server, saved } = await locate(terminal, optionsOf(command).url);
      if (!saved)
        return print(terminal, command, { url: server.url, ended: false }, `not signed in at ${server.url}`);
      const ended = await endSession(server.url, saved.token);
      const file = sessionFile(terminal);
      await writeSessions(file, withoutSession(await readSessions(file), server.url));
      const note = ended ? '' : '; the server did not confirm, the session ends there by itself';
      print(terminal, command, { url: server.url, ended }, `signed out of ${server.url}${note}`);
    });
}

async function endSession(url: string, token: string): Promise<boolean> {
  try {
    await createApiClient(url, token).call('DELETE', '/api/v1/session', z.unknown());
    return true;
  } catch (error) {
    if (error instanceof CliError) return false;
    throw error;
  }
}

import type { Command } from 'commander';
import {
  DetectorStatus,
  IncidentList,
  InstanceList,
  LevelStatus,
  RolloutList,
  Session,
  SwitchList,
} from '../../contract/index.ts';
import { CliError } from '../cli-error.ts';
import type { Connection } from '../connection/connect.ts';
import { type Status, statusText } from '../format/status-text.ts';
import type { Terminal } from '../terminal.ts';
import { connectFor, print, withCommonOptions } from './common.ts';

/** `breakwater status`: where things stand on one screen. */
export function addStatus(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('status'))
    .description('where things stand: incidents, switches, instances, rollouts, detector')
    .action(async (_options: object, command: Command) => {
      const status = await readStatus(await connectFor(terminal, command));
      print(terminal, command, status, statusText(status, terminal.now()));
    });
}

async function readStatus({ server, api }: Connection): Promise<Status> {
  const [session, switches, levels, instances, incidents, rollouts, detector] = await Promise.all([
    api.call('GET', '/api/v1/session', Session),
    api.call('GET', '/api/v1/switches', SwitchList),
    api.call('GET', '/api/v1/levels', LevelStatus).catch(nullIf('database.away')),
    api.call('GET', '/api/v1/instances', InstanceList),
    api.call('GET', '/api/v1/incidents', IncidentList).catch(nullIf('database.away')),
    api.call('GET', '/api/v1/rollouts', RolloutList).catch(nullIf('database.away')),
    api.call('GET', '/api/v1/metrics/status', DetectorStatus).catch(nullIf('detector.away')),
  ]);
  const { user, environment } = session;
  return {
    ...{ server: server.url, environment, user, switches, levels, instances, detector },
    incidents: incidents?.incidents ?? null,
    rollouts: rollouts?.rollouts ?? null,
  };
}

/** What cannot be known while something is away is null; the rest is shown all the same. */
function nullIf(away: string): (error: unknown) => null {
  return (error) => {
    if (error instanceof CliError && error.code === away) return null;
    throw error;
  };
}

import type { Command } from 'commander';
import {
  DetectorStatus,
  IncidentList,
  InstanceList,
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
  const [session, switches, instances, { incidents }, { rollouts }, detector] = await Promise.all([
    api.call('GET', '/api/v1/session', Session),
    api.call('GET', '/api/v1/switches', SwitchList),
    api.call('GET', '/api/v1/instances', InstanceList),
    api.call('GET', '/api/v1/incidents', IncidentList),
    api.call('GET', '/api/v1/rollouts', RolloutList),
    api.call('GET', '/api/v1/metrics/status', DetectorStatus).catch(nullIfAway),
  ]);
  const { user, environment } = session;
  return { server: server.url, environment, user, switches, instances, incidents, rollouts, detector };
}

function nullIfAway(error: unknown): null {
  if (error instanceof CliError && error.code === 'detector.away') return null;
  throw error;
}

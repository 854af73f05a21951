import type { Command } from 'commander';
import { Incident, IncidentList, IncidentStatus, ResolveRequest } from '../../contract/index.ts';
import { CliError, usageError } from '../cli-error.ts';
import type { ApiClient } from '../connection/api-client.ts';
import { incidentTable, incidentText } from '../format/incident-text.ts';
import type { Terminal } from '../terminal.ts';
import { connectFor, optionsOf, parseRequest, print, withCommonOptions } from './common.ts';

/** `breakwater incident list|show|ack|resolve`. */
export function addIncident(program: Command, terminal: Terminal): void {
  const group = program.command('incident').description('list, show, acknowledge and resolve incidents');
  addList(group, terminal);
  addShow(group, terminal);
  addAcknowledge(group, terminal);
  addResolve(group, terminal);
}

function addList(group: Command, terminal: Terminal): void {
  withCommonOptions(group.command('list'))
    .description('the incidents, newest first')
    .option('--status <status>', `only those that are ${IncidentStatus.options.join(', ')}`)
    .action(async (_options: object, command: Command) => {
      const { status } = optionsOf<{ status?: string }>(command);
      if (status !== undefined && !IncidentStatus.safeParse(status).success) {
        throw usageError(`--status must be one of ${IncidentStatus.options.join(', ')}, got "${status}".`);
      }
      const { api } = await connectFor(terminal, command);
      const list = await api.call(
        'GET',
        `/api/v1/incidents${status ? `?status=${status}` : ''}`,
        IncidentList,
      );
      print(terminal, command, list, incidentTable(list.incidents, terminal.now()));
    });
}

function addShow(group: Command, terminal: Terminal): void {
  withCommonOptions(group.command('show'))
    .description('one incident in full')
    .argument('[id]', 'the incident; default: the newest that is not resolved')
    .action(async (id: string | undefined, _options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const incident =
        id === undefined ? await newestUnresolved(api) : await api.call('GET', pathOf(id), Incident);
      print(terminal, command, incident, incidentText(incident));
    });
}

function addAcknowledge(group: Command, terminal: Terminal): void {
  withCommonOptions(group.command('ack'))
    .description('say that you are on it')
    .argument('<id>', 'the incident')
    .action(async (id: string, _options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const incident = await api.call('POST', `${pathOf(id)}/acknowledge`, Incident, {});
      print(terminal, command, incident, `${id} acknowledged by ${incident.acknowledgedBy}`);
    });
}

function addResolve(group: Command, terminal: Terminal): void {
  withCommonOptions(group.command('resolve'))
    .description('close an incident with what was learnt')
    .argument('<id>', 'the incident')
    .requiredOption('--note <text>', 'what was learnt, at least 3 characters')
    .action(async (id: string, _options: object, command: Command) => {
      const request = parseRequest(ResolveRequest, { note: optionsOf<{ note: string }>(command).note });
      const { api } = await connectFor(terminal, command);
      const incident = await api.call('POST', `${pathOf(id)}/resolve`, Incident, request);
      print(terminal, command, incident, `${id} resolved by ${incident.resolvedBy}`);
    });
}

async function newestUnresolved(api: ApiClient): Promise<Incident> {
  const { incidents } = await api.call('GET', '/api/v1/incidents', IncidentList);
  const incident = incidents.find(({ status }) => status !== 'resolved');
  if (incident) return incident;
  throw new CliError('no_incident', 'no incident is open; name one of `breakwater incident list`.');
}

function pathOf(id: string): string {
  return `/api/v1/incidents/${encodeURIComponent(id)}`;
}

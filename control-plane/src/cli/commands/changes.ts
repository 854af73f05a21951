import type { Command } from 'commander';
import { ChangeEvent, ChangeKind, ChangeList, ReportChange } from '../../contract/index.ts';
import { changeTable } from '../format/list-text.ts';
import type { Terminal } from '../terminal.ts';
import { connectFor, optionsOf, parseRequest, print, withCommonOptions } from './common.ts';
import { since } from './since.ts';

/** `breakwater changes`: what people and machines changed lately. */
export function addChanges(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('changes'))
    .description('list what was changed lately: flags, rollouts, deploys, settings')
    .option('--since <when>', 'such as 30m, 2h, 1d or an ISO 8601 time', '1h')
    .action(async (_options: object, command: Command) => {
      const from = since(optionsOf<{ since: string }>(command).since, terminal.now());
      const { api } = await connectFor(terminal, command);
      const list = await api.call('GET', `/api/v1/changes?since=${encodeURIComponent(from)}`, ChangeList);
      print(terminal, command, list, changeTable(list.changes));
    });
}

type ReportOptions = {
  kind: string;
  service: string[];
  target: string;
  title: string;
  version?: string;
  at?: string;
};

/** `breakwater change report`: lets a pipeline tell of a deploy, so that it can be suspected or cleared. */
export function addChangeReport(program: Command, terminal: Terminal): void {
  const group = program.command('change').description('tell of changes made elsewhere');
  withCommonOptions(group.command('report'))
    .description(
      'tell of a deploy or another change, for example from a pipeline (BREAKWATER_TOKEN signs in)',
    )
    .option('--kind <kind>', ChangeKind.options.join(', '), 'deploy')
    .requiredOption('--service <name...>', 'the services on which it takes effect')
    .requiredOption('--target <what>', 'what was changed: an image, a setting')
    .requiredOption('--title <text>', 'one line for people')
    .option('--version <version>', 'the version after it')
    .option('--at <time>', 'when: 5m means five minutes ago, or an ISO 8601 time; default: now')
    .action(async (_options: object, command: Command) => {
      const { kind, service, target, title, version, at } = optionsOf<ReportOptions>(command);
      const request = parseRequest(ReportChange, {
        kind,
        services: service,
        target,
        title,
        ...(version && { version }),
        ...(at && { at: since(at, terminal.now()) }),
      });
      const { api } = await connectFor(terminal, command);
      const change = await api.call('POST', '/api/v1/changes', ChangeEvent, request);
      print(terminal, command, change, `${change.id} reported: ${change.title}`);
    });
}

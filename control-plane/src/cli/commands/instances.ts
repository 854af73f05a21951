import type { Command } from 'commander';
import { InstanceList } from '../../contract/index.ts';
import { instanceTable } from '../format/list-text.ts';
import type { Terminal } from '../terminal.ts';
import { connectFor, print, withCommonOptions } from './common.ts';

/** `breakwater instances`: which instance evaluates with which revision. */
export function addInstances(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('instances'))
    .description('list the running instances and the revision that each evaluates with')
    .action(async (_options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const list = await api.call('GET', '/api/v1/instances', InstanceList);
      print(terminal, command, list, instanceTable(list, terminal.now()));
    });
}

import type { Command } from 'commander';
import { SwitchList } from '../../../contract/index.ts';
import { switchTable } from '../../format/switch/switch-text.ts';
import type { Terminal } from '../../terminal.ts';
import { connectFor, print, withCommonOptions } from '../common.ts';

/** `breakwater switches`: each kill switch with its state and proof. */
export function addSwitches(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('switches'))
    .description('list the kill switches')
    .action(async (_options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const list = await api.call('GET', '/api/v1/switches', SwitchList);
      print(terminal, command, list, switchTable(list, terminal.now()));
    });
}

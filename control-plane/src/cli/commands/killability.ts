import type { Command } from 'commander';
import { Killability } from '../../contract/index.ts';
import { killabilityText } from '../format/killability-text.ts';
import type { Terminal } from '../terminal.ts';
import { connectFor, print, withCommonOptions } from './common.ts';

/** `breakwater killability`: who could not be killed right now. */
export function addKillability(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('killability'))
    .description('which instances could not be killed right now, and why')
    .action(async (_options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const killability = await api.call('GET', '/api/v1/killability', Killability);
      print(terminal, command, killability, killabilityText(killability, terminal.now()));
    });
}

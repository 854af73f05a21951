import type { Command } from 'commander';
import { BlastRadius } from '../../../contract/index.ts';
import { previewText } from '../../format/switch/preview-text.ts';
import type { Terminal } from '../../terminal.ts';
import { connectFor, print, withCommonOptions } from '../common.ts';
import { pathOf } from './flip.ts';

/** `breakwater preview KEY`: what a flip would touch, from what is counted now. */
export function addPreview(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('preview'))
    .description('what a flip of a switch would touch right now')
    .argument('<key>', 'the kill switch')
    .action(async (key: string, _options: object, command: Command) => {
      const { api } = await connectFor(terminal, command);
      const radius = await api.call('GET', `${pathOf(key)}/preview`, BlastRadius);
      print(terminal, command, radius, previewText(radius, terminal.now()));
    });
}

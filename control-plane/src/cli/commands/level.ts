import type { Command } from 'commander';
import { LevelChanged, LevelId, LevelRequest, LevelStatus, levelIds } from '../../contract/index.ts';
import { CliError, usageError } from '../cli-error.ts';
import { levelReportText, levelText } from '../format/level-text.ts';
import type { Terminal } from '../terminal.ts';
import { confirmedKey, connectFor, optionsOf, parseRequest, print, withCommonOptions } from './common.ts';

type LevelOptions = { reason?: string; confirm?: string };

/** `breakwater level [L0..L5]`: what is shed now, or shed more or less as one change. */
export function addLevel(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('level'))
    .description('show the degrade level, or change it: every switch of it together')
    .argument('[level]', `the level to go to, ${levelIds[0]} (full service) to ${levelIds.at(-1)}`)
    .option('--reason <text>', 'why, at least 3 characters; needed for a change')
    .option('--confirm <level>', 'the level typed out to lower it, where there is no terminal to ask on')
    .action(async (level: string | undefined, _options: LevelOptions, command: Command) => {
      if (level === undefined) return show(terminal, command);
      return change(terminal, command, level.toUpperCase());
    });
}

async function show(terminal: Terminal, command: Command): Promise<void> {
  const { api } = await connectFor(terminal, command);
  const status = await api.call('GET', '/api/v1/levels', LevelStatus);
  print(terminal, command, status, levelText(status, terminal.now()));
}

async function change(terminal: Terminal, command: Command, asked: string): Promise<void> {
  const { reason, confirm } = optionsOf<LevelOptions>(command);
  const to = LevelId.safeParse(asked);
  if (!to.success) throw usageError(`expected a level of ${levelIds.join(', ')}, got "${asked}".`);
  if (reason === undefined) throw usageError('a change of level needs --reason <text>.');
  const request = parseRequest(LevelRequest, { level: to.data, reason });
  const { api } = await connectFor(terminal, command);
  const before = await api.call('GET', '/api/v1/levels', LevelStatus);
  const typed = to.data < before.current ? { confirm: await confirmedKey(terminal, to.data, confirm) } : {};
  const changed = await api.call('POST', '/api/v1/levels', LevelChanged, { ...request, ...typed });
  print(terminal, command, changed, levelReportText(changed.report));
  const failed = changed.report.results.filter(({ result }) => result === 'failed').map(({ key }) => key);
  if (failed.length > 0) {
    throw new CliError(
      'level_incomplete',
      `${failed.join(', ')} did not follow; the others did. Repeat \`breakwater level ${to.data}\`, or flip what failed by hand.`,
    );
  }
}

import type { Command } from 'commander';
import { RenewRequest, Switch } from '../../../contract/index.ts';
import { usageError } from '../../cli-error.ts';
import { termText } from '../../format/switch/term-text.ts';
import type { Terminal } from '../../terminal.ts';
import { connectFor, optionsOf, parseRequest, print, withCommonOptions } from '../common.ts';
import { lengthS } from '../length.ts';
import { pathOf } from './flip.ts';

/** Commander gives `false` for --no-expiry and `true` where neither is said. */
type RenewOptions = { reason: string; expires?: string; expiry: boolean };

/** `breakwater renew KEY`: a kill that is still needed gets a new term. */
export function addRenew(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('renew'))
    .description('give a kill a new term from now on: as long as before, unless told otherwise')
    .argument('<key>', 'the kill switch')
    .requiredOption('--reason <text>', 'why it is still needed; kept in the audit log')
    .option('--expires <length>', 'restore it by itself after such as 30m, 2h or 1d')
    .option('--no-expiry', 'without an end; somebody is asked about it once a day')
    .action(async (key: string, _options: RenewOptions, command: Command) => {
      const request = requestOf(optionsOf<RenewOptions>(command));
      const { api } = await connectFor(terminal, command);
      const renewed = await api.call('POST', `${pathOf(key)}/renew`, Switch, request);
      print(terminal, command, renewed, `${key} stays KILLED: ${termText(renewed, terminal.now())}`);
    });
}

function requestOf({ reason, expires, expiry }: RenewOptions): RenewRequest {
  if (expires && !expiry) throw usageError('say either --expires or --no-expiry, not both.');
  const term = expires ? { expiresInS: lengthS(expires, '--expires') } : expiry ? {} : { expiresInS: null };
  return parseRequest(RenewRequest, { reason, ...term }, { expiresInS: 'expires' });
}

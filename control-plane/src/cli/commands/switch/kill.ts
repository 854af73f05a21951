import type { Command } from 'commander';
import { KillRequest } from '../../../contract/index.ts';
import { CliError } from '../../cli-error.ts';
import { isConfirmed, silentText } from '../../format/switch/propagation-text.ts';
import type { Terminal } from '../../terminal.ts';
import { connectFor, optionsOf, parseRequest, print } from '../common.ts';
import { lengthS } from '../length.ts';
import { type FlipOptions, flip, flipCommand, timeoutOf } from './flip.ts';

type KillOptions = FlipOptions & { expires?: string };

/** `breakwater kill KEY`: one step, a reason, and the proof that it arrived. */
export function addKill(program: Command, terminal: Terminal): void {
  flipCommand(program, 'kill', 'switch a feature to its fallback and wait until each instance confirms')
    .option('--expires <length>', 'restore it by itself, in steps, after such as 30m, 2h or 1d')
    .action(async (key: string, _options: KillOptions, command: Command) => {
      const options = optionsOf<KillOptions>(command);
      const request = requestOf(options);
      const timeoutMs = timeoutOf(options);
      const { api } = await connectFor(terminal, command);
      const ask = { key, verb: 'kill', request, timeoutMs } as const;
      const { accepted, propagation, text } = await flip(api, terminal, ask);
      print(terminal, command, { ...accepted, propagation }, text);
      if (!isConfirmed(propagation)) throw new CliError('not_confirmed', silentText(propagation));
    });
}

function requestOf({ reason, incident, expires }: KillOptions): KillRequest {
  const fields = {
    reason,
    ...(incident && { incidentId: incident }),
    ...(expires && { expiresInS: lengthS(expires, '--expires') }),
  };
  return parseRequest(KillRequest, fields, { expiresInS: 'expires', incidentId: 'incident' });
}

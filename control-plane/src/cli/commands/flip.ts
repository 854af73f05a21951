import type { Command } from 'commander';
import { ChangeAccepted, KillRequest, RestoreRequest } from '../../contract/index.ts';
import { CliError, usageError } from '../cli-error.ts';
import { followPropagation } from '../follow-propagation.ts';
import { isConfirmed, propagationText, silentText } from '../format/propagation-text.ts';
import type { Terminal } from '../terminal.ts';
import { confirmedKey, connectFor, optionsOf, parseRequest, print, withCommonOptions } from './common.ts';

type Options = { reason: string; incident?: string; timeout: string };
type RestoreOptions = Options & { confirm?: string; immediate?: boolean };

/** `breakwater kill KEY`: one step, a reason, and the proof that it arrived. */
export function addKill(program: Command, terminal: Terminal): void {
  flipCommand(
    program,
    'kill',
    'switch a feature to its fallback and wait until each instance confirms',
  ).action(async (key: string, _options: Options, command: Command) => {
    const { reason, incident } = optionsOf<Options>(command);
    const request = parseRequest(KillRequest, { reason, ...(incident && { incidentId: incident }) });
    await flip(terminal, command, key, 'kill', request);
  });
}

/** `breakwater restore KEY`: as a kill, with the key typed out first. */
export function addRestore(program: Command, terminal: Terminal): void {
  flipCommand(program, 'restore', 'serve the feature again; asks for the key to be typed')
    .option('--confirm <key>', 'the key typed out, where there is no terminal to ask on')
    .option('--immediate', 'everybody at once, not in steps')
    .action(async (key: string, _options: RestoreOptions, command: Command) => {
      const { reason, incident, confirm, immediate = false } = optionsOf<RestoreOptions>(command);
      const fields = { reason, confirmKey: key, immediate, ...(incident && { incidentId: incident }) };
      const request = parseRequest(RestoreRequest, fields);
      await confirmedKey(terminal, key, confirm);
      await flip(terminal, command, key, 'restore', request);
    });
}

function flipCommand(program: Command, name: string, description: string): Command {
  return withCommonOptions(program.command(name))
    .description(description)
    .argument('<key>', 'the kill switch')
    .requiredOption('--reason <text>', 'why, at least 3 characters; kept in the audit log')
    .option('--incident <id>', 'the incident that this belongs to')
    .option('--timeout <seconds>', 'how long to wait for confirmations', '10');
}

async function flip(
  terminal: Terminal,
  command: Command,
  key: string,
  verb: 'kill' | 'restore',
  request: object,
) {
  const timeoutMs = timeoutOf(optionsOf<Options>(command).timeout);
  const { api } = await connectFor(terminal, command);
  const path = `/api/v1/switches/${encodeURIComponent(key)}/${verb}`;
  const { status, data: accepted } = await api.ask('POST', path, ChangeAccepted, request);
  const { propagation, waitedMs } = await followPropagation(api, terminal, accepted, timeoutMs);
  const already = status === 200 ? `${key} was ${accepted.state} already\n` : '';
  const kept = accepted.journaled ? `${accepted.journaled.note}\n` : '';
  const text = `${already}${kept}${propagationText(accepted.state, propagation, waitedMs)}`;
  print(terminal, command, { ...accepted, propagation }, text);
  if (!isConfirmed(propagation)) throw new CliError('not_confirmed', silentText(propagation));
}

function timeoutOf(seconds: string): number {
  const value = Number(seconds);
  if (Number.isFinite(value) && value > 0 && value <= 600) return value * 1000;
  throw usageError(`--timeout must be a number of seconds above 0 and up to 600, got "${seconds}".`);
}

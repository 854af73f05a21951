import type { Command } from 'commander';
import { ChangeAccepted } from '../../../contract/index.ts';
import { usageError } from '../../cli-error.ts';
import type { ApiClient } from '../../connection/api-client.ts';
import { type Followed, followPropagation } from '../../follow-propagation.ts';
import { propagationText } from '../../format/switch/propagation-text.ts';
import type { Terminal } from '../../terminal.ts';
import { withCommonOptions } from '../common.ts';

/** What a kill and a restore have in common. */
export type FlipOptions = { reason: string; incident?: string; timeout: string };

/** A command on one switch that needs a reason and waits for confirmations. */
export function flipCommand(program: Command, name: string, description: string): Command {
  return withCommonOptions(program.command(name))
    .description(description)
    .argument('<key>', 'the kill switch')
    .requiredOption('--reason <text>', 'why, at least 3 characters; kept in the audit log')
    .option('--incident <id>', 'the incident that this belongs to')
    .option('--timeout <seconds>', 'how long to wait for confirmations', '10');
}

/** A flip that was accepted, and how far it has come; `text` tells both. */
export type Flipped = Followed & { accepted: ChangeAccepted; text: string };

/** Asks for the flip and waits until each instance has confirmed, or the time is over. */
export async function flip(
  api: ApiClient,
  terminal: Terminal,
  ask: { key: string; verb: 'kill' | 'restore'; request: object; timeoutMs: number },
): Promise<Flipped> {
  const path = `${pathOf(ask.key)}/${ask.verb}`;
  const { status, data: accepted } = await api.ask('POST', path, ChangeAccepted, ask.request);
  const followed = await followPropagation(api, terminal, accepted, ask.timeoutMs);
  const already = status === 200 ? `${ask.key} was ${accepted.state} already\n` : '';
  const kept = accepted.journaled ? `${accepted.journaled.note}\n` : '';
  const proof = propagationText(accepted.state, followed.propagation, followed.waitedMs);
  return { ...followed, accepted, text: `${already}${kept}${proof}` };
}

/** The path of a switch in the API. */
export function pathOf(key: string): string {
  return `/api/v1/switches/${encodeURIComponent(key)}`;
}

/** The milliseconds that --timeout means. */
export function timeoutOf({ timeout }: FlipOptions): number {
  const value = Number(timeout);
  if (Number.isFinite(value) && value > 0 && value <= 600) return value * 1000;
  throw usageError(`--timeout must be a number of seconds above 0 and up to 600, got "${timeout}".`);
}

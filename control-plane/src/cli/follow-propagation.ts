import { type ChangeAccepted, Propagation } from '../contract/index.ts';
import { CliError } from './cli-error.ts';
import type { ApiClient } from './connection/api-client.ts';
import { isConfirmed } from './format/switch/propagation-text.ts';
import type { Terminal } from './terminal.ts';

const pollMs = 50;

export type Followed = { propagation: Propagation; waitedMs: number };

/** Asks until each instance has confirmed or `timeoutMs` is over; gives the last known propagation. */
export async function followPropagation(
  api: Pick<ApiClient, 'call'>,
  terminal: Pick<Terminal, 'now' | 'sleep'>,
  accepted: ChangeAccepted,
  timeoutMs: number,
): Promise<Followed> {
  const startedAt = terminal.now();
  let { propagation } = accepted;
  while (!isConfirmed(propagation) && terminal.now() - startedAt < timeoutMs) {
    await terminal.sleep(pollMs);
    propagation = (await ask(api, accepted.changeId)) ?? propagation;
  }
  return { propagation, waitedMs: terminal.now() - startedAt };
}

/** The change is stored already, so a control plane that is away for a moment is asked again. */
async function ask(api: Pick<ApiClient, 'call'>, changeId: string): Promise<Propagation | undefined> {
  try {
    return await api.call('GET', `/api/v1/changes/${encodeURIComponent(changeId)}/propagation`, Propagation);
  } catch (error) {
    if (error instanceof CliError && error.code === 'unreachable') return undefined;
    throw error;
  }
}

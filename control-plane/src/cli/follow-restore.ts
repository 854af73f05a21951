import { Switch } from '../contract/index.ts';
import { CliError } from './cli-error.ts';
import type { ApiClient } from './connection/api-client.ts';
import type { Terminal } from './terminal.ts';

const pollMs = 250;

/** Asks until a restore is over or `waitMs` have passed; tells of each step and each wait; gives the switch as it was last seen. */
export async function followRestore(
  api: Pick<ApiClient, 'call'>,
  terminal: Pick<Terminal, 'now' | 'sleep'>,
  path: string,
  { waitMs, onStep }: { waitMs: number; onStep(now: Switch): void },
): Promise<Switch> {
  const until = terminal.now() + waitMs;
  let shown = '';
  let last: Switch | undefined;
  while (last === undefined || (last.state === 'RESTORING' && terminal.now() < until)) {
    if (last !== undefined) await terminal.sleep(pollMs);
    last = (await ask(api, path, last)) ?? last;
    const step = `${last?.percent} ${last?.restore?.heldReason}`;
    if (last?.state === 'RESTORING' && step !== shown) onStep(last);
    shown = step;
  }
  return last;
}

/** The last step is told of a moment after it was taken: asks until the switch shows another change than the first step's. */
export async function followLastStep(
  api: Pick<ApiClient, 'call'>,
  terminal: Pick<Terminal, 'now' | 'sleep'>,
  path: string,
  { changeId, timeoutMs }: { changeId: string; timeoutMs: number },
): Promise<Switch> {
  const until = terminal.now() + timeoutMs;
  let last = await api.call('GET', path, Switch);
  while (last.propagation?.changeId === changeId && terminal.now() < until) {
    await terminal.sleep(pollMs);
    last = (await ask(api, path, last)) ?? last;
  }
  return last;
}

/** The restore goes on at the server, so one that is away for a moment is asked again. */
async function ask(
  api: Pick<ApiClient, 'call'>,
  path: string,
  last: Switch | undefined,
): Promise<Switch | undefined> {
  try {
    return await api.call('GET', path, Switch);
  } catch (error) {
    if (last !== undefined && error instanceof CliError && error.code === 'unreachable') return undefined;
    throw error;
  }
}

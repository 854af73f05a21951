import { request } from 'undici';
import { z } from 'zod';
import { Fault } from '../faults/fault.ts';
import type { Log } from '../platform/log.ts';
import { startTicker } from '../platform/ticker.ts';
import type { FaultBoard } from './fault-board.ts';

const FaultList = z.object({ faults: z.array(Fault) });
const timeoutMs = 2000;

export interface FaultFanOutOptions {
  board: FaultBoard;
  targets: readonly { service: string; url: string }[];
  log: Log;
  now(): number;
}

/** Carries the board's faults to every instance of a service, again and again while there are any: instances restart. */
export function startFaultFanOut({ board, targets, log, now }: FaultFanOutOptions) {
  const owed = new Set<string>();

  const tell = async (service: string): Promise<{ reached: number; instances: number }> => {
    const faults = board.activeOf(service, now());
    const urls = targets.filter((target) => target.service === service).map(({ url }) => url);
    const results = await Promise.all(urls.map((url) => put(url, faults, log)));
    const reached = results.filter(Boolean).length;
    if (reached === urls.length) owed.delete(service);
    else owed.add(service);
    return { reached, instances: urls.length };
  };

  const ticker = startTicker({
    name: 'carrying faults',
    intervalMs: 2000,
    log,
    work: async () => {
      const services = new Set([...owed, ...board.active(now()).map(({ service }) => service)]);
      await Promise.all([...services].map(tell));
    },
  });

  return {
    tell,
    /** After a restart of the lab: puts the faults that still hurt services on the board. */
    async adopt(): Promise<void> {
      const lists = await Promise.all(targets.map(({ url }) => get(url)));
      for (const fault of lists.flat()) board.put(fault);
    },
    close: ticker.close,
  };
}

async function put(url: string, faults: readonly Fault[], log: Log): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${url}/internal/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await body.dump();
    return statusCode === 200;
  } catch (error) {
    log.debug({ url, reason: (error as Error).message }, 'an instance could not be told its faults');
    return false;
  }
}

async function get(url: string): Promise<Fault[]> {
  try {
    const { statusCode, body } = await request(`${url}/internal/faults`, {
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = FaultList.safeParse(await body.json());
    return statusCode === 200 && answer.success ? answer.data.faults : [];
  } catch {
    return [];
  }
}

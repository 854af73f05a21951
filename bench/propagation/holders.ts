import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { FleetRoom } from '../fleet/fleet-room.ts';
import type { HolderNews, HolderOrder, HolderPlan } from './messages.ts';

/** Several processes that hold streams together. */
export interface Holders {
  /** Resolves once so many more connections hold a whole state, with the number of all that do. */
  open(more: number): Promise<number>;
  /** From now on each connection sends heartbeats. */
  beat(): void;
  /** No more heartbeats. */
  rest(): void;
  /** Resolves with the moment at which the last connection of all holds this state of the switch. */
  allHold(isLive: boolean): Promise<number>;
}

const giveUpAfterMs = 120_000;

export const startHolders = (room: FleetRoom, processes: number, plan: Omit<HolderPlan, 'name'>): Holders => {
  const listeners = new Set<(from: number, news: HolderNews) => void>();
  const children: ChildProcess[] = Array.from({ length: processes }, (_, index) => {
    const own: HolderPlan = { ...plan, name: `holder-${index}` };
    const child = fork(join(import.meta.dirname, 'holder.ts'), [JSON.stringify(own)]);
    child.on('message', (news: HolderNews) => {
      for (const listener of listeners) listener(index, news);
    });
    room.onClose(() => child.kill('SIGKILL'));
    return child;
  });
  const order = (child: ChildProcess, what: HolderOrder) => child.send(what);

  /** Resolves with what each process told first of what is `wanted`. */
  const each = (what: string, wanted: (news: HolderNews) => number | undefined): Promise<number[]> =>
    new Promise((resolve, reject) => {
      const told = new Map<number, number>();
      const timer = setTimeout(() => {
        listeners.delete(hear);
        reject(new Error(`${what}: only ${told.size} of ${processes} processes within ${giveUpAfterMs} ms`));
      }, giveUpAfterMs);
      const hear = (from: number, news: HolderNews) => {
        const value = wanted(news);
        if (value === undefined) return;
        told.set(from, value);
        if (told.size < processes) return;
        clearTimeout(timer);
        listeners.delete(hear);
        resolve([...told.values()]);
      };
      listeners.add(hear);
    });

  return {
    open: async (more) => {
      const opened = each('open connections', (news) =>
        news.kind === 'opened' ? news.connections : undefined,
      );
      for (const child of children) order(child, { kind: 'open', count: more / processes });
      return (await opened).reduce((sum, connections) => sum + connections, 0);
    },
    beat: () => {
      for (const child of children) order(child, { kind: 'beat' });
    },
    rest: () => {
      for (const child of children) order(child, { kind: 'rest' });
    },
    allHold: async (isLive) =>
      Math.max(
        ...(await each('hold the flip', (news) =>
          news.kind === 'held' && news.isLive === isLive ? news.at : undefined,
        )),
      ),
  };
};

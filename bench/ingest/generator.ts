import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FleetRoom } from '../fleet/fleet-room.ts';
import type { LoadNews, LoadOrder } from './messages.ts';

/** The load generator, seen from the bench. */
export interface Generator {
  /** Sends as ordered; resolves with the samples that were taken. Rejects where any were refused. */
  run(order: Partial<LoadOrder> & Pick<LoadOrder, 'seconds'>): Promise<number>;
  onDeviated(heard: (series: number, at: number) => void): void;
}

/** Starts it in a process of its own; it ends with the room. */
export const startGenerator = async (
  room: FleetRoom,
  plan: { url: string; series: number; perBody: number; stepMs: number; firstAt: number; seed: number },
): Promise<Generator> => {
  const child = fork(join(import.meta.dirname, 'load.ts'), [JSON.stringify(plan)]);
  room.onClose(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const deviated: ((series: number, at: number) => void)[] = [];
  const news = <Kind extends LoadNews['kind']>(kind: Kind): Promise<Extract<LoadNews, { kind: Kind }>> =>
    new Promise((resolve, reject) => {
      const leave = () => reject(new Error('The load generator should have gone on, but ended.'));
      child.once('exit', leave);
      const hear = (said: LoadNews) => {
        if (said.kind !== kind) return;
        child.off('message', hear);
        child.off('exit', leave);
        resolve(said as Extract<LoadNews, { kind: Kind }>);
      };
      child.on('message', hear);
    });
  child.on('message', (said: LoadNews) => {
    if (said.kind !== 'deviated') return;
    for (const [series, at] of said.rows) for (const tell of deviated) tell(series, at);
  });
  await news('ready');
  return {
    run: async (order) => {
      const done = news('done');
      child.send({ perSecond: null, version: 1, deviatePerSecond: 0, ...order } satisfies LoadOrder);
      const { sent, refused } = await done;
      if (refused > 0) throw new Error(`Every sample should have been taken, but ${refused} were refused.`);
      return sent;
    },
    onDeviated: (heard) => deviated.push(heard),
  };
};

import { setTimeout as delay } from 'node:timers/promises';
import { Unleash } from 'unleash-client';
import type { FleetRoom } from '../fleet/fleet-room.ts';

/** Unleash's own default: a client polls every 15 s. */
const pollEveryMs = 15_000;

/** Stock clients as they come: they poll, each at its own moment. */
export interface StockClients {
  /** Milliseconds from now until each of them holds this state of the switch, the quickest first. */
  times(key: string, isLive: boolean): Promise<number[]>;
}

export const startStockClients = async (
  room: FleetRoom,
  url: string,
  token: string,
  count: number,
): Promise<StockClients> => {
  const clients: Unleash[] = [];
  for (let index = 0; index < count; index += 1) {
    const client = new Unleash({
      url: `${url}/unleash/api`,
      appName: `stock-${index}`,
      customHeaders: { authorization: token },
      disableMetrics: true,
      backupPath: room.dataDir,
    });
    client.on('error', () => undefined);
    room.onClose(() => client.destroy());
    clients.push(client);
    await delay(pollEveryMs / count);
  }
  return {
    times: (key, isLive) => {
      const since = performance.now();
      return Promise.all(
        clients.map(
          (client) =>
            new Promise<number>((resolve) => {
              const look = () => {
                if (client.isEnabled(key) !== isLive) return;
                clearInterval(timer);
                resolve(performance.now() - since);
              };
              const timer = setInterval(look, 20);
            }),
        ),
      ).then((times) => times.sort((a, b) => a - b));
    },
  };
};

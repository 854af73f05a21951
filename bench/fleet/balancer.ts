import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { FleetRoom } from './fleet-room.ts';

/** A plain load balancer: one address for all replicas. */
export interface Balancer {
  readonly url: string;
}

/** Gives each connection to the next replica that answers. */
export const startBalancer = async (room: FleetRoom, urls: readonly string[]): Promise<Balancer> => {
  const ports = urls.map((url) => Number(new URL(url).port));
  const open = new Set<Socket>();
  let turn = 0;
  const keep = (socket: Socket, other: () => Socket | undefined) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      other()?.destroy();
    });
  };
  const tryNext = (client: Socket, tries: number) => {
    if (tries === 0 || client.destroyed) {
      client.destroy();
      return;
    }
    const port = ports[turn++ % ports.length]!;
    const replica = connect(port, '127.0.0.1');
    replica.once('error', () => tryNext(client, tries - 1));
    replica.once('connect', () => {
      keep(replica, () => client);
      client.once('close', () => replica.destroy());
      client.pipe(replica).pipe(client);
    });
  };
  const server = createServer((client) => {
    keep(client, () => undefined);
    tryNext(client, ports.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  room.onClose(async () => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

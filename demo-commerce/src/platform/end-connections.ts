import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Lets no connection outlive the server's last answer. When a server stops, Node ends only the connections that are idle at
 * that moment: one that never carried a request (its client gave up while it connected) counts as busy for a minute, and one
 * that is being answered is kept alive afterwards, for as long as its client likes.
 */
export function endConnectionsOnStop(app: FastifyInstance): void {
  const unused = new Set<Socket>();
  const answering = new Set<ServerResponse>();
  let isStopping = false;

  app.server.on('connection', (socket: Socket) => {
    if (isStopping) {
      socket.destroy();
      return;
    }
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  app.server.on('request', ({ socket }, response) => {
    unused.delete(socket);
    answering.add(response);
    response.once('close', () => {
      answering.delete(response);
      if (isStopping) socket.destroySoon();
    });
  });
  app.addHook('preClose', async () => {
    isStopping = true;
    for (const socket of unused) socket.destroy();
    // Tells the client, where nothing was sent yet, that this answer is the last of its connection.
    for (const response of answering) response.shouldKeepAlive = false;
  });
}

import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP cable to a real service that a test can pull and plug in again. */
export async function layCable(target: { host: string; port: number }) {
  const sockets = new Set<Socket>();
  let port = 0;
  let server: Server | undefined;

  const plug = async () => {
    const listening = createServer((near) => {
      const far = connect(target.port, target.host);
      for (const socket of [near, far]) {
        sockets.add(socket);
        socket.on('close', () => {
          sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
        socket.on('error', () => socket.destroy());
      }
      near.pipe(far).pipe(near);
    });
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, '127.0.0.1', resolve);
    });
    port = (listening.address() as AddressInfo).port;
    server = listening;
  };
  const pull = async () => {
    const listening = server;
    server = undefined;
    for (const socket of sockets) socket.destroy();
    if (listening !== undefined) await new Promise((resolve) => listening.close(resolve));
  };
  await plug();
  return { place: `127.0.0.1:${port}`, plug, pull };
}

export type Cable = Awaited<ReturnType<typeof layCable>>;

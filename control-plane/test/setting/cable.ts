import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A cable to a real server that can go dark: then nothing comes through, and nobody is told. */
export interface Cable {
  port: number;
  /** Connections that are open now stay dark for good, as after a firewall has forgotten them; new ones do while `isDark`. */
  setDark(isDark: boolean): void;
  close(): Promise<void>;
}

/** Lays a cable to a TCP server. */
export async function layCable(target: { host: string; port: number }): Promise<Cable> {
  const open = new Set<{ near: Socket; far: Socket; isDark: boolean }>();
  let areNewDark = false;
  const server = createServer((near) => {
    const far = connect(target.port, target.host);
    const line = { near, far, isDark: areNewDark };
    open.add(line);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (part) => line.isDark || to.write(part));
      from.on('error', () => from.destroy());
      // Who looks whether the other is still there finds that it is not, also through the dark.
      from.on('close', () => {
        to.destroy();
        open.delete(line);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    setDark: (isDark) => {
      areNewDark = isDark;
      for (const line of open) line.isDark ||= isDark;
    },
    close: async () => {
      for (const { near, far } of open) {
        near.destroy();
        far.destroy();
      }
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

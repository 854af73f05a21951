import { createServer } from 'node:net';
import { SetupError } from './setup-error.ts';

/** Whether nothing listens on the port and we may. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Throws {@link SetupError} that names the port and the variable that changes it, where the port is taken. */
export async function assertPortFree(port: number, variable: string, purpose: string): Promise<void> {
  if (await isPortFree(port)) return;
  throw new SetupError(
    'port_in_use',
    `Port ${port} for ${purpose} is in use by another program: stop that program or set ${variable} to a free port`,
  );
}

const givenOut = new Set<number>();

/** A free port below the range that the system gives to outgoing connections, never the same one twice. */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < 500; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (givenOut.has(port) || !(await isPortFree(port))) continue;
    givenOut.add(port);
    return port;
  }
  throw new SetupError(
    'no_free_port',
    'Expected a free port between 20000 and 32000, found none in 500 tries',
  );
}

import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { assertPortFree, findFreePort, isPortFree } from './ports.ts';

async function withTakenPort(work: (port: number) => Promise<void>): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await work((server.address() as { port: number }).port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('ports', () => {
  it('in use are refused with the port, its purpose and the variable that changes it', async () => {
    await withTakenPort(async (port) => {
      await expect(assertPortFree(port, 'BREAKWATER_REDIS_PORT', 'Redis')).rejects.toMatchObject({
        code: 'port_in_use',
        message: expect.stringMatching(new RegExp(`${port} for Redis.*BREAKWATER_REDIS_PORT`)),
      });
    });
  });

  it('that are free are accepted and stay free', async () => {
    const port = await findFreePort();
    await expect(assertPortFree(port, 'BREAKWATER_REDIS_PORT', 'Redis')).resolves.toBeUndefined();
    expect(await isPortFree(port)).toBe(true);
  });

  it('that were found are all different and below the range of outgoing connections', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => findFreePort()));
    expect(new Set(ports).size).toBe(20);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });
});

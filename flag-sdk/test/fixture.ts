import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, vi } from 'vitest';
import {
  createFlagClient,
  type FlagClient,
  type FlagClientOptions,
  type FlagSdkError,
} from '../src/index.ts';
import { UnleashServer } from './unleash-server.ts';

/** Waits that suit a test; every test waits for conditions, so slower machines only take longer. */
export const timing = {
  readyTimeoutMs: 5_000,
  reconnectMinMs: 20,
  reconnectMaxMs: 200,
  streamIdleMs: 30_000,
  requestTimeoutMs: 2_000,
  pollIntervalMs: 50,
  pollMaxMs: 300,
  heartbeatMs: 100,
  usageMs: 60_000,
  policyStepMs: 50,
};

const cleanUps: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Does something when the test is over, last come first served. */
export const atEnd = (cleanUp: () => Promise<unknown>): void => {
  cleanUps.push(cleanUp);
};

export const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'flag-sdk-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

export const startServer = async (
  ...flags: Parameters<typeof UnleashServer.start>
): Promise<UnleashServer> => {
  const server = await UnleashServer.start(...flags);
  atEnd(() => server.stop());
  return server;
};

/** A client of the test's own, with the faults that it reported. */
export const startClient = async (
  server: Pick<UnleashServer, 'options'>,
  options: Partial<FlagClientOptions> = {},
): Promise<{ client: FlagClient; errors: FlagSdkError[] }> => {
  const errors: FlagSdkError[] = [];
  const client = createFlagClient({
    service: 'gateway',
    instanceId: 'gateway-1',
    environment: 'production',
    ...server.options,
    dataDir: options.dataDir ?? (await temporaryFolder()),
    onError: (error) => errors.push(error),
    ...options,
    timing: { ...timing, ...options.timing },
  });
  atEnd(() => client.close());
  return { client, errors };
};

/** Options of a client of the other environment. */
export const inDevelopment = { environment: 'development', token: 'default:development.secret' };

/** Waits until `condition` holds. */
export const until = (condition: () => unknown): Promise<void> =>
  vi.waitFor(
    async () => {
      if (!(await condition())) throw new Error(`this did not come true: ${condition}`);
    },
    { timeout: 15_000, interval: 5 },
  );

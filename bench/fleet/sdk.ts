import { join } from 'node:path';
import { createFlagClient, type FlagClient, type FlagClientOptions } from '../../flag-sdk/src/index.ts';
import { sdkToken } from './control-plane-process.ts';
import type { FleetRoom } from './fleet-room.ts';

/** One SDK and what it went through. */
export interface Sdk {
  readonly client: FlagClient;
  /** Every revision that it evaluated with, in order. */
  readonly revisions: number[];
  /** Codes of the faults that it reported. */
  readonly errors: string[];
}

/** Starts an SDK with the waits of a small fleet, and waits for its first state. */
export const startSdk = async (
  room: FleetRoom,
  url: string,
  instanceId: string,
  options: Partial<FlagClientOptions> = {},
): Promise<Sdk> => {
  const revisions: number[] = [];
  const errors: string[] = [];
  const client = createFlagClient({
    service: 'gateway',
    instanceId,
    environment: 'production',
    unleashApi: `${url}/unleash/api`,
    controlPlaneUrl: url,
    token: sdkToken,
    dataDir: join(room.dataDir, 'sdk'),
    onError: ({ code }) => errors.push(code),
    timing: { reconnectMinMs: 50, reconnectMaxMs: 1_000, pollIntervalMs: 500, heartbeatMs: 1_000 },
    ...options,
  });
  client.on('revision', ({ revision }) => revisions.push(revision));
  room.onClose(() => client.close());
  await client.ready();
  return { client, revisions, errors };
};

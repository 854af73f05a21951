import { createFlagClient, type FlagClient, type FlagContext } from '@breakwater/flag-sdk';
import type { Config } from '../config.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

export type { FlagClient } from '@breakwater/flag-sdk';

/** The flags of this instance. Without a control plane they come from disk, else every switch is LIVE. */
export async function openFlags(config: Config, log: Log, metrics: Metrics): Promise<FlagClient> {
  const flags = createFlagClient({
    service: config.service,
    instanceId: config.instance,
    environment: config.environment,
    unleashApi: config.unleashApi,
    token: config.sdkToken,
    controlPlaneUrl: config.controlPlaneUrl,
    dataDir: config.dataDir,
    registry: metrics.registry,
    onError: (error) => log.debug({ code: error.code }, error.message),
  });
  const source = await flags.ready();
  if (source === 'none') log.warn('no flags yet: every switch counts as LIVE, every flag as off');
  flags.on('source', (change) => log.info(change, 'flags come from elsewhere now'));
  return flags;
}

/** Whom a call is for, so that a switch that is LIVE for a share of users keeps each of them on one side; nobody for an empty id. */
export function contextOf(userId: string): FlagContext {
  return userId === '' ? {} : { userId };
}

import { once } from 'node:events';
import { Unleash } from 'unleash-client';
import type { FlagContext } from '../../flag-sdk/src/index.ts';
import type { flags } from './flags.ts';

type Context = NonNullable<Parameters<Unleash['isEnabled']>[1]>;

/** `unleash-client` as it comes, with its usage counting on; it evaluates a bootstrap and fetches nothing. */
export const bareUnleash = async (features: typeof flags) => {
  const unleash = new Unleash({
    appName: 'bench',
    url: 'http://127.0.0.1:1/api',
    disableAutoStart: true,
    metricsInterval: 0,
    refreshInterval: 0,
    skipInstanceCountWarning: true,
    bootstrap: { data: features as never },
    storageProvider: { get: async () => undefined, set: async () => {} },
  });
  unleash.on('error', () => {});
  const isReady = once(unleash, 'ready');
  await Promise.all([unleash.start(), isReady]);
  if (!unleash.isEnabled('plain')) throw new Error('bare unleash-client did not take the bootstrap');
  return {
    isEnabled: (flag: string, context: FlagContext) => unleash.isEnabled(flag, context as Context),
    close: () => unleash.destroy(),
  };
};

import type { Config } from './config.ts';
import type { Log } from './platform/log.ts';
import { openPlatform, type Platform } from './platform/platform.ts';
import type { ServiceName } from './service-names.ts';

/** A service that serves. */
export interface RunningService {
  url: string;
  close(): Promise<void>;
}

type Assemble = (platform: Platform) => Promise<void>;

// Each process loads its own service only.
const assemblies: Record<ServiceName, () => Promise<Assemble>> = {
  gateway: async () => (await import('./services/gateway/assemble.ts')).assembleGateway,
  catalog: async () => (await import('./services/catalog/assemble.ts')).assembleCatalog,
  recommendation: async () => (await import('./services/recommendation/assemble.ts')).assembleRecommendation,
  order: async () => (await import('./services/order/assemble.ts')).assembleOrder,
  inventory: async () => (await import('./services/inventory/assemble.ts')).assembleInventory,
  payment: async () => (await import('./services/payment/assemble.ts')).assemblePayment,
  'payment-gateway': async () => (await import('./gateway-simulator/assemble.ts')).assemblePaymentGateway,
  lab: async () => (await import('./lab/assemble.ts')).assembleLab,
};

/** Starts the service that the configuration names. Throws StartError, with everything it opened closed again. */
export async function startService(config: Config, log?: Log): Promise<RunningService> {
  const assemble = await assemblies[config.service]();
  const platform = await openPlatform(config, log);
  try {
    await assemble(platform);
    const url = await platform.listen();
    return { url, close: platform.close };
  } catch (error) {
    await platform.close();
    throw error;
  }
}

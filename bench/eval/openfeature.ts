import { type Client, OpenFeature } from '@openfeature/server-sdk';
import type { FlagClient } from '../../flag-sdk/src/index.ts';
import { BreakwaterProvider, quickClient } from '../../flag-sdk/src/openfeature/index.ts';
import { median } from '../measure.ts';
import { contexts } from './flags.ts';

const asked = contexts.map(({ userId, properties }) => ({ targetingKey: userId, ...properties }));

const askAll = async (client: Client, times: number): Promise<number> => {
  const before = process.cpuUsage();
  let on = 0;
  for (let index = 0; index < times; index += 1) {
    if (await client.getBooleanValue('rollout', false, asked[index % asked.length] ?? {})) on += 1;
  }
  const { user, system } = process.cpuUsage(before);
  if (on === 0 || on === times) throw new Error(`a rollout of 50 % was on for ${on} of ${times}`);
  return (1_000 * (user + system)) / times;
};

/** Nanoseconds of CPU per awaited `getBooleanValue` of a 50 % rollout: by our client of OpenFeature, and by its own. */
export const measureOpenFeature = async (flags: FlagClient, rounds: number, times: number) => {
  const provider = new BreakwaterProvider(flags);
  await OpenFeature.setProviderAndWait(provider);
  const clients = { quick: quickClient(provider), stock: OpenFeature.getClient() };
  const taken = { quick: [] as number[], stock: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of ['quick', 'stock'] as const) {
      const ns = await askAll(clients[name], times);
      if (round > 0) taken[name].push(ns);
    }
  }
  await OpenFeature.clearProviders();
  return { quick: median(taken.quick), stock: median(taken.stock) };
};

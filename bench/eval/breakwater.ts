import { createMemoryFlagClient, type FlagClient } from '../../flag-sdk/src/index.ts';
import type { flags } from './flags.ts';

/** This SDK by its front door, with its usage counting on; it evaluates the given flags and fetches nothing. */
export const breakwater = (features: typeof flags): FlagClient =>
  createMemoryFlagClient(Object.fromEntries(features.map(({ name, strategies }) => [name, { strategies }])), {
    onError: (error) => {
      throw error;
    },
  });

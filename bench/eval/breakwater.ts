import { createEvaluator } from '../../flag-sdk/src/evaluation/evaluator.ts';
import { FlagStore } from '../../flag-sdk/src/evaluation/flag-store.ts';
import type { FlagContext } from '../../flag-sdk/src/index.ts';
import { Usage } from '../../flag-sdk/src/telemetry/usage.ts';
import type { flags } from './flags.ts';

/** This SDK's evaluation, with its usage counting on. */
export const breakwater = (features: typeof flags) => {
  const store = new FlagStore();
  const evaluator = createEvaluator({
    store,
    usage: new Usage(),
    surroundings: {
      appName: 'bench',
      environment: 'production',
      now: Date.now,
      random: Math.random,
      strategies: [],
    },
    onError: (error) => {
      throw error;
    },
  });
  store.apply(
    [{ type: 'hydration', eventId: 1, flags: features as never, segments: [], unreadable: [] }],
    'stream',
  );
  return { isEnabled: (flag: string, context: FlagContext) => evaluator.isEnabled(flag, context, false) };
};

import { createEvaluator } from '../../flag-sdk/src/evaluation/evaluator.ts';
import { FlagStore } from '../../flag-sdk/src/evaluation/flag-store.ts';
import type { FlagContext } from '../../flag-sdk/src/index.ts';
import { settingsFrom } from '../../flag-sdk/src/options.ts';
import { Usage } from '../../flag-sdk/src/telemetry/usage.ts';
import type { flags } from './flags.ts';

/** This SDK's evaluation, with its usage counting on. */
export const breakwater = (features: typeof flags) => {
  const store = new FlagStore();
  const usage = new Usage();
  const settings = settingsFrom({
    service: 'bench',
    instanceId: 'bench-1',
    environment: 'production',
    unleashApi: 'http://127.0.0.1:1/api',
    token: 'bench',
    dataDir: '.',
  });
  const evaluator = createEvaluator(settings, store, {
    asked: (flag, enabled, variant) => usage.count(flag, enabled, variant),
    error: (error) => {
      throw error;
    },
  });
  store.apply(
    [{ type: 'hydration', eventId: 1, flags: features as never, segments: [], unreadable: [] }],
    'stream',
  );
  return { isEnabled: (flag: string, context: FlagContext) => evaluator.isEnabled(flag, context, false) };
};

import { Unleash, UnleashEvents } from 'unleash-client';
import type { FlagContext, FlagVariant } from '../client-types.ts';
import { FlagSdkError } from '../errors.ts';
import type { Settings } from '../options.ts';
import { type EvaluationReason, recordEvaluation } from '../telemetry/tracing.ts';
import type { FlagStore } from './flag-store.ts';
import { UnleashRepository } from './unleash-repository.ts';

/** Told of each evaluation. */
export interface EvaluationWatcher {
  asked(flag: string, enabled: boolean, variant: string | undefined): void;
  error(error: FlagSdkError): void;
}

/** Evaluates switches, flags and variants; nothing here throws. */
export interface Evaluator {
  isLive(switchKey: string): boolean;
  isEnabled(flag: string, context: FlagContext, fallback: boolean): boolean;
  variant(flag: string, context: FlagContext, fallback: FlagVariant): FlagVariant;
  close(): void;
}

/** The variant of a flag that has none. */
export const noVariant: FlagVariant = { name: 'disabled', enabled: false };

type UnleashContext = NonNullable<Parameters<Unleash['isEnabled']>[1]>;
type UnleashVariant = ReturnType<Unleash['getVariant']>;

/** Builds an evaluator over `unleash-client`, which evaluates with `store` and opens no connection of its own. */
export const createEvaluator = (
  settings: Settings,
  store: FlagStore,
  watcher: EvaluationWatcher,
): Evaluator => {
  const unleash = new Unleash({
    appName: settings.service,
    instanceId: settings.instanceId,
    environment: settings.environment,
    url: settings.unleashApi,
    repository: new UnleashRepository(store),
    disableAutoStart: true,
    disableMetrics: true,
    metricsInterval: 0,
    skipInstanceCountWarning: true,
  });
  const failed = (flag: string, cause: unknown) =>
    new FlagSdkError('EVALUATION_FAILED', `Flag "${flag}" could not be evaluated: ${String(cause)}`, {
      cause,
    });
  unleash.on(UnleashEvents.Error, (error) => watcher.error(failed('', error)));
  unleash.start().catch((error: unknown) => watcher.error(failed('', error)));

  /** A flag that cannot be evaluated may be asked for a thousand times a second. */
  const told = new Set<string>();
  store.watch({ revision: () => told.clear() });
  const tellOnce = (flag: string, error: unknown) => {
    if (told.has(flag)) return;
    told.add(flag);
    watcher.error(failed(flag, error));
  };

  const note = (flag: string, enabled: boolean, variant: string | undefined, reason: EvaluationReason) => {
    watcher.asked(flag, enabled, variant);
    recordEvaluation(flag, variant ?? enabled, reason, store.state.revision);
  };
  const reasonFor = (flag: string): EvaluationReason =>
    store.state.flags.get(flag)?.value === undefined ? 'default' : 'targeting_match';

  /** Evaluates, and on any fault answers with the fallback instead. */
  const safely = <T>(
    flag: string,
    fallback: T,
    evaluate: () => T,
    noted: (value: T) => [boolean, string?],
  ): T => {
    try {
      const value = evaluate();
      const [enabled, variant] = noted(value);
      note(flag, enabled, variant, reasonFor(flag));
      return value;
    } catch (error) {
      tellOnce(flag, error);
      return fallback;
    }
  };

  return {
    isLive: (switchKey) =>
      safely(
        switchKey,
        true,
        () => store.state.flags.get(switchKey)?.value?.enabled ?? true,
        (live) => [live],
      ),
    isEnabled: (flag, context, fallback) =>
      safely(
        flag,
        fallback,
        () => unleash.isEnabled(flag, context as UnleashContext, fallback),
        (enabled) => [enabled],
      ),
    variant: (flag, context, fallback) => {
      let isOn = false;
      return safely(
        flag,
        fallback,
        () => {
          const found = unleash.getVariant(flag, context as UnleashContext, fallback as UnleashVariant);
          isOn = found.feature_enabled ?? found.enabled;
          if (typeof found.name !== 'string') return fallback;
          const { name, enabled, payload } = found;
          return payload === undefined ? { name, enabled } : { name, enabled, payload };
        },
        ({ name }) => [isOn, name],
      );
    },
    close: () => unleash.destroy(),
  };
};

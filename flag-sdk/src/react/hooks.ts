'use client';

import { useSyncExternalStore } from 'react';
import type { FlagVariant } from '../client-types.ts';
import type { FlagDefinitions, KeyOf, VariantNameOf } from '../registry/define-flags.ts';
import type { FlagAnswer } from '../snapshot/flag-snapshot.ts';
import { useSnapshotStore } from './flags-provider.ts';

const noVariant: FlagVariant<never> = Object.freeze({ name: 'disabled' as never, enabled: false });

/** Reads something of an answer; the part of the page that asks is drawn again only when this changes. */
const useAnswer = <T>(key: string, read: (answer: FlagAnswer | undefined) => T): T => {
  const store = useSnapshotStore();
  return useSyncExternalStore(
    store.subscribe,
    () => read(store.answer(key)),
    () => read(store.firstAnswer(key)),
  );
};

/** The hooks of a page; with the definitions of `defineFlags` only keys of the right kind compile. */
export interface FlagHooks<F extends FlagDefinitions> {
  /** Whether a kill switch is LIVE; true where nothing is known of it. */
  readonly useIsLive: (switchKey: KeyOf<F, 'switch'>) => boolean;
  /** Whether a flag is on; `fallback` (false) where nothing is known of it. */
  readonly useFlag: (flag: KeyOf<F, 'flag' | 'variant'>, fallback?: boolean) => boolean;
  /** The variant of a flag; `fallback` where there is none. */
  readonly useVariant: <Key extends KeyOf<F, 'variant'>>(
    flag: Key,
    fallback?: FlagVariant<VariantNameOf<F, Key>>,
  ) => FlagVariant<VariantNameOf<F, Key>>;
}

export const useIsLive = (switchKey: string): boolean =>
  useAnswer(switchKey, (answer) => answer?.enabled ?? true);

export const useFlag = (flag: string, fallback = false): boolean =>
  useAnswer(flag, (answer) => answer?.enabled ?? fallback);

export const useVariant = (flag: string, fallback: FlagVariant = noVariant): FlagVariant =>
  useAnswer(flag, (answer) => answer?.variant ?? fallback);

/** The hooks for the keys of a service. */
export const flagHooks = <const F extends FlagDefinitions>(_definitions: F): FlagHooks<F> => ({
  useIsLive,
  useFlag,
  useVariant: useVariant as FlagHooks<F>['useVariant'],
});

export { defineFlags } from '../registry/define-flags.ts';
export {
  emptySnapshot,
  type FlagAnswer,
  type FlagSnapshot,
  parseSnapshot,
} from '../snapshot/flag-snapshot.ts';
export { FlagsProvider, type FlagsProviderProps } from './flags-provider.ts';
export { type FlagHooks, flagHooks, useFlag, useIsLive, useVariant } from './hooks.ts';
export { eventSourceSnapshots, polledSnapshots, type SnapshotSource } from './sources.ts';

export type {
  FlagClient,
  FlagClientEvents,
  FlagContext,
  FlagDetails,
  FlagFault,
  FlagReason,
  FlagSource,
  FlagVariant,
  PolicyInForce,
} from './client-types.ts';
export { type FlagErrorCode, FlagSdkError, flagErrorCodes } from './errors.ts';
export { createFlagClient } from './flag-client.ts';
export {
  createMemoryFlagClient,
  type MemoryFlagClient,
  type MemoryFlagClientOptions,
  type MemoryValue,
  type MemoryValues,
} from './offline/memory-client.ts';
export type { Bootstrap, FlagClientOptions, Timing } from './options.ts';
export type {
  BreakerPolicy,
  GuardMode,
  GuardPolicy,
  GuardPolicyInput,
  RateLimitPolicy,
  RetryPolicy,
} from './policy/policy.ts';
export {
  defineFlags,
  type FlagDefinition,
  type FlagDefinitions,
  type FlagKind,
  type KeyOf,
  type VariantNameOf,
} from './registry/define-flags.ts';
export { withDeadline } from './resilience/deadline/call-scope.ts';
export { isDependencyFailure } from './resilience/dependency-failure.ts';
export type {
  AlternativeFallback,
  DefaultFallback,
  FailSafeFallback,
  Fallback,
  LastGoodFallback,
  ReducedFallback,
} from './resilience/fallback/fallback-types.ts';
export type { CallOptions, Guard, GuardOptions } from './resilience/guard-types.ts';
export {
  type BreakerState,
  type FallbackKind,
  type FallbackReason,
  type GuardOutcome,
  type GuardResult,
  type GuardState,
  guardOutcomes,
  type PolicyOrigin,
} from './resilience/outcome.ts';
export type { FlagAnswer, FlagSnapshot } from './snapshot/flag-snapshot.ts';
export { takeSnapshot, watchSnapshot } from './snapshot/take-snapshot.ts';
export type { Heartbeat } from './telemetry/heartbeat.ts';

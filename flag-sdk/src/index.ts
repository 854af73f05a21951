export type { FlagClient, FlagClientEvents, FlagContext, FlagSource, FlagVariant } from './client-types.ts';
export { type FlagErrorCode, FlagSdkError, flagErrorCodes } from './errors.ts';
export { createFlagClient } from './flag-client.ts';
export type { FlagClientOptions, Timing } from './options.ts';
export { isDependencyFailure } from './resilience/dependency-failure.ts';
export type { Guard, GuardOptions } from './resilience/guard-types.ts';
export {
  type BreakerState,
  type FallbackReason,
  type GuardOutcome,
  type GuardResult,
  type GuardState,
  guardOutcomes,
} from './resilience/outcome.ts';
export type { BreakerPolicy, GuardPolicy, GuardPolicyInput } from './resilience/policy.ts';
export type { Heartbeat } from './telemetry/heartbeat.ts';

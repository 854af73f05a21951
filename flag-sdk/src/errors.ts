/** Every code that an error of this package can carry. */
export const flagErrorCodes = [
  'OPTIONS_INVALID',
  'STREAM_REFUSED',
  'STREAM_BROKEN',
  'POLL_FAILED',
  'UPDATE_INVALID',
  'REVISION_BEHIND',
  'BACKUP_UNREADABLE',
  'BACKUP_UNWRITABLE',
  'EVALUATION_FAILED',
  'CLOCK_SKEWED',
  'LISTENER_FAILED',
  'GUARD_POLICY_INVALID',
  'GUARD_POLICY_REFUSED',
  'GUARD_POLICY_STEPPED',
  'GUARD_EXISTS',
  'GUARD_TIMEOUT',
  'GUARD_DEADLINE_EXCEEDED',
  'GUARD_KILLED',
  'GUARD_BREAKER_OPEN',
  'GUARD_BULKHEAD_FULL',
  'GUARD_RATE_LIMITED',
  'GUARD_FALLBACK_FAILED',
] as const;
export type FlagErrorCode = (typeof flagErrorCodes)[number];

/** What this package reports or throws: a stable code and a sentence that says what was expected, what came and what to do. */
export class FlagSdkError extends Error {
  override readonly name = 'FlagSdkError';
  readonly code: FlagErrorCode;

  constructor(code: FlagErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

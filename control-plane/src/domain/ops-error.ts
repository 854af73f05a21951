/** Every reason for which the control plane refuses; stable, and what programs should test for. */
export const opsErrorCodes = [
  'request.invalid',
  'request.too_large',
  'request.not_found',
  'request.origin_refused',
  'session.required',
  'session.wrong_credentials',
  'session.too_many_attempts',
  'access.role_too_low',
  'access.token_refused',
  'switch.unknown',
  'switch.confirm_key_mismatch',
  'switch.wrong_state',
  'switch.incident_open',
  'level.unknown',
  'level.confirm_mismatch',
  'policy.invalid',
  'policy.step_too_big',
  'policy.unknown',
  'flag.unknown',
  'change.unknown',
  'incident.unknown',
  'incident.already_acknowledged',
  'incident.already_resolved',
  'alert.unknown',
  'acceptance.unknown',
  'rollout.unknown',
  'rollout.exists',
  'rollout.confirm_key_mismatch',
  'rollout.wrong_status',
  'rollout.incident_open',
  'detector.away',
  'lab.away',
  'lab.refused',
  'database.away',
] as const;
export type OpsErrorCode = (typeof opsErrorCodes)[number];

/** A refusal that people and programs can act on: `message` says what was expected, what came and what to do. */
export class OpsError extends Error {
  readonly code: OpsErrorCode;

  constructor(code: OpsErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OpsError';
    this.code = code;
  }
}

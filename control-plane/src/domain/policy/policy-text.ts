import { createHash } from 'node:crypto';
import { PolicySettings } from '../../contract/policy.ts';

/**
 * The payload of a policy flag: the same text for the same settings, in whatever order the store gives them back. With
 * `confirmStep` instances move at once, else step by step.
 */
export function policyText(settings: PolicySettings, confirmStep = false): string {
  return JSON.stringify({ ...PolicySettings.parse(settings), ...(confirmStep && { confirmStep }) });
}

/** How instances name the policy that they apply: the first twelve hex digits of the SHA-256 of its text. */
export function policyVersion(settings: PolicySettings, confirmStep = false): string {
  return createHash('sha256').update(policyText(settings, confirmStep)).digest('hex').slice(0, 12);
}

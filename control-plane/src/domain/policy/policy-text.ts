import { createHash } from 'node:crypto';
import { PolicySettings } from '../../contract/policy.ts';

/** The payload of a policy flag: the same text for the same settings, in whatever order the store gives them back. */
export function policyText(settings: PolicySettings): string {
  return JSON.stringify(PolicySettings.parse(settings));
}

/** How instances name the policy that they apply: the first twelve hex digits of the SHA-256 of its text. */
export function policyVersion(settings: PolicySettings): string {
  return createHash('sha256').update(policyText(settings)).digest('hex').slice(0, 12);
}

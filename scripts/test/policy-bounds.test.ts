import { PolicySettings, policyBounds } from '@breakwater/control-plane/contract';
import { describe, expect, it } from 'vitest';
import { guardModes } from '../../flag-sdk/src/policy/policy.ts';
import { bounds, isWhole, type PolicyNumber } from '../../flag-sdk/src/policy/policy-numbers.ts';

/** Settings with one number, and what must stand beside it. */
const settingsWith = (name: string, value: number): object => {
  const [part, field] = name.split('.') as [string, string | undefined];
  if (field === undefined) return { [part]: value };
  const limit = part === 'rateLimit' ? { kind: 'token_bucket', perSecond: 1, burst: 1 } : {};
  return { [part]: { ...limit, [field]: value } };
};

/** The server and the SDK each check a policy by themselves; what one accepts and the other refuses would be set and never hold. */
describe('bounds of policies', () => {
  it('are the same table in the control plane and in the SDK', () => {
    expect(bounds).toEqual(policyBounds);
  });

  it.each(Object.entries(bounds))('hold at the server: %s', (name, [least, most]) => {
    const accepts = (value: number) => PolicySettings.safeParse(settingsWith(name, value)).success;
    expect([least, most].map(accepts)).toEqual([true, true]);
    expect([least - 0.001, least - 1, most + 0.001, most + 1].some(accepts)).toBe(false);
    expect(accepts(least + 0.5)).toBe(!isWhole(name as PolicyNumber));
  });

  it('come with the same modes', () => {
    expect(PolicySettings.shape.mode.unwrap().options).toEqual([...guardModes]);
  });
});

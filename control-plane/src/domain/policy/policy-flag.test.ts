import { expect, it } from 'vitest';
import { policyFlagOf, policyPlaceOf } from './policy-flag.ts';

it('names the flag of a policy by service and dependency, and finds them in the name', () => {
  expect(policyFlagOf('order', 'payment')).toBe('policy.order.payment');
  expect(policyPlaceOf('policy.order.payment')).toEqual({ service: 'order', dependency: 'payment' });
});

it.each(['payments.capture', 'policy.order', 'my.policy.order.payment'])('%s carries no policy', (flag) => {
  expect(policyPlaceOf(flag)).toBeUndefined();
});

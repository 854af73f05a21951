import { policyBounds } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { boundsText, policyFields } from './policy-fields.ts';

test('the form has the very bounds of the contract', () => {
  const own = Object.fromEntries(
    Object.entries(policyFields).map(([name, { min, max }]) => [name, [min, max]]),
  );
  expect(own).toEqual(policyBounds);
});

test('bounds are said in the unit that one types', () => {
  expect(boundsText(policyFields.timeoutMs)).toBe('1 to 600,000 ms');
  expect(boundsText(policyFields['breaker.errorShare'])).toBe('0.1 to 100 %');
  expect(boundsText(policyFields['retry.budgetPerS'])).toBe('0 to 10,000 per second');
});

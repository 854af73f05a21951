import { expect, test } from 'vitest';
import { RetryBudget } from './retry-budget.ts';

const policy = { attempts: 3, budgetShare: 0.2, budgetPerS: 10 };

const spentAt = (budget: RetryBudget, tries: number, now: number, given = policy) =>
  Array.from({ length: tries }, () => budget.trySpend(given, now)).filter(Boolean).length;

test('a quiet guard may try again a few times a second', () => {
  const budget = new RetryBudget();
  budget.call(0);
  expect(spentAt(budget, 100, 0)).toBe(10);
  expect(spentAt(budget, 100, 500)).toBe(0);
  expect(spentAt(budget, 100, 1_000)).toBe(10);
});

test('a busy guard may try a fifth of its calls again, and those few', () => {
  const budget = new RetryBudget();
  for (let call = 0; call < 1_000; call += 1) budget.call(call / 2);
  expect(spentAt(budget, 1_000, 500)).toBe(210);
});

test('what is tried again does not earn more', () => {
  const budget = new RetryBudget();
  for (let call = 0; call < 100; call += 1) budget.call(0);
  expect(spentAt(budget, 1_000, 0, { ...policy, budgetPerS: 0 })).toBe(20);
});

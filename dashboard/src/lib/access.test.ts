import type { Role, Session } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { mayActAs, safeNext, whyNot } from './access.ts';

const as = (role: Role): Session => ({
  user: { email: 'a@example.com', name: 'A', role },
  environment: 'production',
  expiresAt: '2026-11-21T10:00:00.000Z',
});

test.each([
  ['viewer', 'responder', false],
  ['responder', 'responder', true],
  ['responder', 'release-manager', false],
  ['admin', 'release-manager', true],
] as const)('a %s acting as %s: %s', (role, needed, allowed) => {
  expect(mayActAs(as(role), needed)).toBe(allowed);
});

test('who may not do something is told which role may', () => {
  expect(whyNot(as('responder'), 'release-manager')).toBe(
    'Needs the role release-manager or higher; yours is responder.',
  );
  expect(whyNot(as('admin'), 'release-manager')).toBeNull();
  expect(whyNot(undefined, 'responder')).toBeNull();
});

test('nobody signed in may do nothing', () => {
  expect(mayActAs(undefined, 'viewer')).toBe(false);
});

test.each([
  ['/incidents/x?y=1', '/incidents/x?y=1'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/sign-in', '/'],
  [null, '/'],
])('after signing in with next=%s the way leads to %s', (next, target) => {
  expect(safeNext(next)).toBe(target);
});

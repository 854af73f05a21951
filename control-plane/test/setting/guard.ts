import type { GuardState } from '../../src/contract/index.ts';

/** A guard of the switch `recommendations` as an instance reports it, with what it has counted since its start. */
export function guard(outcomes: Record<string, number>): GuardState {
  return {
    name: 'recommendations',
    dependency: 'recommendation',
    breaker: 'closed',
    bulkhead: { limit: 10, inUse: 0, queued: 0 },
    outcomes,
  };
}

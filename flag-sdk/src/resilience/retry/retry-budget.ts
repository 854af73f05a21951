import type { RetryPolicy } from '../../policy/policy.ts';
import { CallWindow } from '../gate/call-window.ts';

const WINDOW_MS = 1_000;

/**
 * What may be begun beyond the calls themselves, be it to try again or to hedge: a share of the calls of the last second and
 * a few more. So a dependency that is down gets a fifth more load, not a multiple of it.
 */
export class RetryBudget {
  readonly #window = new CallWindow(WINDOW_MS);

  /** Counts a call that came in. */
  call(now: number): void {
    this.#window.add(false, now);
  }

  /** Spends one, and says whether there was one. */
  trySpend(policy: RetryPolicy, now: number): boolean {
    const { calls: all, failures: spent } = this.#window.totals(now);
    if (spent + 1 > policy.budgetShare * (all - spent) + policy.budgetPerS) return false;
    this.#window.add(true, now);
    return true;
  }
}

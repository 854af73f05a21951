import { CallWindow } from './call-window.ts';
import type { BreakerState } from './outcome.ts';
import type { BreakerPolicy } from './policy.ts';

/** What a call that was let through reports when it is over. */
export type GateReport = 'success' | 'failure';

type Inner =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly until: number }
  | { readonly kind: 'half_open'; admitted: number; succeeded: number };

/**
 * A breaker that decides who may pass. A call that passes holds the epoch in which it passed; each change of state
 * begins a new epoch, so that a late result from before the change says nothing about the dependency of today.
 * All times are milliseconds of one monotonic clock.
 */
export class Gate {
  #policy: BreakerPolicy;
  #inner: Inner = { kind: 'closed' };
  #epoch = 1;
  #forced: 'forced_open' | 'forced_closed' | undefined;
  #window: CallWindow;

  constructor(policy: BreakerPolicy) {
    this.#policy = policy;
    this.#window = new CallWindow(policy.windowMs);
  }

  /** The state at `now`; an open gate whose time is up is half open. */
  state(now: number): BreakerState {
    if (this.#forced !== undefined) return this.#forced;
    if (this.#inner.kind === 'open' && now >= this.#inner.until) return 'half_open';
    return this.#inner.kind;
  }

  /** Whether `enter` would let a call pass at `now`. */
  admits(now: number): boolean {
    if (this.#forced !== undefined) return this.#forced === 'forced_closed';
    if (this.#inner.kind === 'open') return now >= this.#inner.until;
    return this.#inner.kind === 'closed' || this.#inner.admitted < this.#policy.probes;
  }

  /** Lets a call pass and gives its epoch, or 0 when it must not pass. */
  enter(now: number): number {
    if (!this.admits(now)) return 0;
    if (this.#forced === undefined && this.#inner.kind === 'open') {
      this.#change({ kind: 'half_open', admitted: 0, succeeded: 0 });
    }
    if (this.#inner.kind === 'half_open') this.#inner.admitted += 1;
    return this.#epoch;
  }

  /** Takes the report of a call that passed in `epoch`; a report from an earlier epoch is ignored. */
  leave(epoch: number, report: GateReport, tookMs: number, now: number): void {
    if (epoch !== this.#epoch || this.#forced !== undefined) return;
    const slowMs = this.#policy.slowMs;
    const failed = report === 'failure' || (slowMs !== undefined && tookMs >= slowMs);
    if (this.#inner.kind === 'half_open') this.#judgeProbe(this.#inner, failed, now);
    else this.#judgeWindow(failed, now);
  }

  /** Holds the gate open or closed whatever the calls do, or hands it back with `undefined`. */
  force(state: 'forced_open' | 'forced_closed' | undefined): void {
    if (state === this.#forced) return;
    this.#forced = state;
    this.#change({ kind: 'closed' });
  }

  /** Applies a new policy without losing the state. */
  update(policy: BreakerPolicy): void {
    if (policy.windowMs !== this.#policy.windowMs) this.#window = new CallWindow(policy.windowMs);
    this.#policy = policy;
  }

  #judgeProbe(probing: Extract<Inner, { kind: 'half_open' }>, failed: boolean, now: number): void {
    if (failed) {
      this.#change({ kind: 'open', until: now + this.#policy.openMs });
      return;
    }
    probing.succeeded += 1;
    if (probing.succeeded >= this.#policy.probes) this.#change({ kind: 'closed' });
  }

  #judgeWindow(failed: boolean, now: number): void {
    this.#window.add(failed, now);
    if (!failed) return;
    const { calls, failures } = this.#window.totals(now);
    if (calls >= this.#policy.minimumCalls && failures >= this.#policy.errorShare * calls) {
      this.#change({ kind: 'open', until: now + this.#policy.openMs });
    }
  }

  #change(inner: Inner): void {
    this.#inner = inner;
    this.#epoch += 1;
    this.#window.clear();
  }
}

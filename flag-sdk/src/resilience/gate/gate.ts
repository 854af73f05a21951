import type { BreakerPolicy, GuardMode } from '../../policy/policy.ts';
import type { BreakerState } from '../outcome.ts';
import { CallWindow } from './call-window.ts';

/** What a call that was let through reports when it is over; `nothing` of a call that was cut short by its caller. */
export type GateReport = 'success' | 'failure' | 'nothing';

type HalfOpen = { readonly kind: 'half_open'; readonly since: number; admitted: number; succeeded: number };
type Ramping = { readonly kind: 'ramping'; readonly since: number; credit: number };
type Inner =
  | { readonly kind: 'closed' }
  | { readonly kind: 'open'; readonly until: number }
  | HalfOpen
  | Ramping;

/** The share of calls that passes at the beginning of the ramp. */
const FIRST_SHARE = 0.1;

/**
 * A breaker that decides who may pass. A call that passes holds the epoch in which it passed; each change of state
 * begins a new epoch, so that a late result from before the change says nothing about the dependency of today.
 * All times are milliseconds of one monotonic clock.
 */
export class Gate {
  #policy: BreakerPolicy;
  #mode: GuardMode;
  #inner: Inner = { kind: 'closed' };
  #epoch = 1;
  #window: CallWindow;

  constructor(policy: BreakerPolicy, mode: GuardMode = 'auto') {
    this.#policy = policy;
    this.#mode = mode;
    this.#window = new CallWindow(policy.windowMs);
  }

  /** The state at `now`; an open gate whose time is up is half open, and so is one that lets only a share pass. */
  state(now: number): BreakerState {
    if (this.#isForced()) return this.#mode === 'forced_open' ? 'forced_open' : 'forced_closed';
    const inner = this.#inner;
    switch (inner.kind) {
      case 'open':
        return now >= inner.until ? 'half_open' : 'open';
      case 'ramping':
        return this.#shareOf(inner, now) < 1 ? 'half_open' : 'closed';
      default:
        return inner.kind;
    }
  }

  /** Whether it is worth to wait for a slot at `now`: false when `enter` would surely turn the call away. */
  admits(now: number): boolean {
    if (this.#mode !== 'auto') return this.#mode !== 'forced_open';
    const inner = this.#inner;
    switch (inner.kind) {
      case 'open':
        return now >= inner.until;
      case 'half_open':
        return inner.admitted < this.#policy.probes || this.#isOverdue(inner, now);
      default:
        return true;
    }
  }

  /** Lets a call pass and gives its epoch, or 0 when it must not pass. */
  enter(now: number): number {
    if (this.#isForced()) return this.#mode === 'forced_open' ? 0 : this.#epoch;
    const passes = this.#passes(now);
    return passes || this.#mode === 'observe' ? this.#epoch : 0;
  }

  /** Takes the report of a call that passed in `epoch`; a report from an earlier epoch is ignored. */
  leave(epoch: number, report: GateReport, tookMs: number, now: number): void {
    if (epoch !== this.#epoch || this.#isForced()) return;
    const inner = this.#inner;
    if (report === 'nothing') {
      if (inner.kind === 'half_open') inner.admitted -= 1;
      return;
    }
    const slowMs = this.#policy.slowMs;
    const failed = report === 'failure' || (slowMs !== undefined && tookMs >= slowMs);
    if (inner.kind === 'half_open') this.#judgeProbe(inner, failed, now);
    else if (inner.kind !== 'open') this.#judgeWindow(failed, now);
  }

  /** Applies a new policy without losing the state; a gate that is forced, or handed back, begins anew. */
  update(policy: BreakerPolicy, mode: GuardMode): void {
    if (policy.windowMs !== this.#policy.windowMs) this.#window = new CallWindow(policy.windowMs);
    this.#policy = policy;
    if (mode === this.#mode) return;
    const wasForced = this.#isForced();
    this.#mode = mode;
    if (wasForced || this.#isForced()) this.#change({ kind: 'closed' });
  }

  #isForced(): boolean {
    return this.#mode === 'forced_open' || this.#mode === 'forced_closed';
  }

  #passes(now: number): boolean {
    const inner = this.#inner;
    switch (inner.kind) {
      case 'closed':
        return true;
      case 'ramping':
        return this.#passesRamp(inner, now);
      case 'open':
        if (now < inner.until) return false;
        break;
      case 'half_open':
        if (inner.admitted < this.#policy.probes) {
          inner.admitted += 1;
          return true;
        }
        if (!this.#isOverdue(inner, now)) return false;
    }
    this.#change({ kind: 'half_open', since: now, admitted: 1, succeeded: 0 });
    return true;
  }

  /** Probes that never end must not keep the gate half open for good. */
  #isOverdue(probing: HalfOpen, now: number): boolean {
    return now - probing.since >= this.#policy.openMs;
  }

  /** Each call adds its share, and every whole that came together passes: even, without chance. */
  #passesRamp(ramp: Ramping, now: number): boolean {
    const share = this.#shareOf(ramp, now);
    if (share >= 1) return true;
    ramp.credit += share;
    if (ramp.credit < 1) return false;
    ramp.credit -= 1;
    return true;
  }

  #shareOf(ramp: Ramping, now: number): number {
    const { rampMs } = this.#policy;
    return rampMs === 0 ? 1 : FIRST_SHARE + (1 - FIRST_SHARE) * ((now - ramp.since) / rampMs);
  }

  #judgeProbe(probing: HalfOpen, failed: boolean, now: number): void {
    if (failed) {
      this.#change({ kind: 'open', until: now + this.#policy.openMs });
      return;
    }
    probing.succeeded += 1;
    if (probing.succeeded < this.#policy.probes) return;
    this.#change(this.#policy.rampMs === 0 ? { kind: 'closed' } : { kind: 'ramping', since: now, credit: 0 });
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

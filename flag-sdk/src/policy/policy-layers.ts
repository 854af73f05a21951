import { createHash } from 'node:crypto';
import type { PolicyOrigin } from '../resilience/outcome.ts';
import { overlaid, type PolicyOverlay, readOverlay } from './overlay.ts';
import { type GuardPolicy, type GuardPolicyInput, guardPolicyFrom } from './policy.ts';
import { stepTowards } from './step-rule.ts';

/** What came of a policy flag: in force wholly, in force by a first step, refused, taken away, or nothing new. */
export type PolicyChange = 'applied' | 'stepped' | 'refused' | 'removed' | 'unchanged';

/** What a guard was declared with, as far as its policy goes. */
export type DeclaredPolicy = GuardPolicyInput & { readonly idempotent?: unknown };

/** A sentence that quotes what came must not outgrow what the control plane takes. */
const LONGEST_SENTENCE = 500;

const versionOf = (payload: string) => createHash('sha256').update(payload).digest('hex').slice(0, 12);
const ofCode: PolicyOrigin = { source: 'code', version: null, refused: null };

/**
 * The policy of one guard: what the code declared, and over it what a policy flag says. A flag that breaks a rule changes
 * nothing: the last good policy stays in force.
 */
export class PolicyLayers {
  readonly #guard: string;
  readonly #isIdempotent: boolean;
  readonly #apply: (policy: GuardPolicy) => void;
  #declared: GuardPolicyInput;
  #overlay: PolicyOverlay = {};
  #payload: string | undefined;
  #policy: GuardPolicy;
  #wanted: GuardPolicy;
  #origin = ofCode;

  /** Throws `GUARD_POLICY_INVALID`. */
  constructor(guard: string, declared: DeclaredPolicy, apply: (policy: GuardPolicy) => void) {
    this.#guard = guard;
    this.#isIdempotent = typeof declared.idempotent === 'function' || declared.idempotent === true;
    this.#apply = apply;
    this.#declared = declared;
    this.#policy = guardPolicyFrom(guard, declared, this.#isIdempotent);
    this.#wanted = this.#policy;
  }

  /** The policy that is in force. */
  get policy(): GuardPolicy {
    return this.#policy;
  }

  /** Where it comes from, and what stands against the newest. */
  get origin(): PolicyOrigin {
    return this.#origin;
  }

  /** Whether the flag's policy is in force only in part yet. */
  get isUnderWay(): boolean {
    return this.#policy !== this.#wanted;
  }

  /** Puts other numbers in place of the declared ones; throws `GUARD_POLICY_INVALID`. */
  setDeclared(input: GuardPolicyInput): void {
    const alone = guardPolicyFrom(this.#guard, input, this.#isIdempotent);
    const policy =
      this.#origin.source === 'code'
        ? alone
        : guardPolicyFrom(this.#guard, overlaid(input, this.#overlay), this.#isIdempotent);
    this.#declared = input;
    this.#wanted = policy;
    this.#putInForce(policy);
  }

  /**
   * Takes the payload of the policy flag, or `undefined` when there is none. The first that a guard hears of is taken whole,
   * because there is nothing in force that it would change; a later one moves each number by one step.
   */
  take(payload: string | undefined, isFirst: boolean): PolicyChange {
    if (payload === this.#payload) return 'unchanged';
    this.#payload = payload;
    if (payload === undefined) return this.#remove();
    let overlay: PolicyOverlay;
    let wanted: GuardPolicy;
    try {
      overlay = readOverlay(payload);
      wanted = guardPolicyFrom(this.#guard, overlaid(this.#declared, overlay), this.#isIdempotent);
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      this.#origin = { ...this.#origin, refused: sentence.slice(0, LONGEST_SENTENCE) };
      return 'refused';
    }
    this.#overlay = overlay;
    this.#wanted = wanted;
    this.#origin = { source: 'flag', version: versionOf(payload), refused: null };
    if (isFirst || overlay.confirmStep === true) this.#putInForce(wanted);
    else this.step();
    return this.isUnderWay ? 'stepped' : 'applied';
  }

  /** Moves one more step towards what the flag wants. */
  step(): void {
    const { source, version } = this.#origin;
    this.#putInForce(stepTowards(this.#policy, this.#wanted));
    const refused = this.isUnderWay
      ? 'a number would move by more than twice or less than half at once, so it moves step by step'
      : null;
    this.#origin = { source, version, refused };
  }

  #remove(): PolicyChange {
    this.#overlay = {};
    this.#wanted = guardPolicyFrom(this.#guard, this.#declared, this.#isIdempotent);
    this.#origin = ofCode;
    this.#putInForce(this.#wanted);
    return 'removed';
  }

  #putInForce(policy: GuardPolicy): void {
    this.#policy = policy;
    this.#apply(policy);
  }
}

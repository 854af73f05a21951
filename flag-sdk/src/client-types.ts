import type { FlagSdkError } from './errors.ts';
import type { GuardPolicy } from './policy/policy.ts';
import type { FlagDefinitions, KeyOf, VariantNameOf } from './registry/define-flags.ts';
import type { Guard, GuardOptions } from './resilience/guard-types.ts';
import type { GuardState, PolicyOrigin } from './resilience/outcome.ts';

/** Who or what a flag is evaluated for. */
export interface FlagContext {
  readonly userId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly remoteAddress?: string | undefined;
  readonly currentTime?: Date | undefined;
  readonly properties?: Readonly<Record<string, string | number | undefined>> | undefined;
}

/** One of the values of a flag; `disabled` is the name when there is none. */
export interface FlagVariant<Name extends string = string> {
  readonly name: Name;
  readonly enabled: boolean;
  readonly payload?: { readonly type: string; readonly value: string } | undefined;
}

/**
 * Why a flag gave what it gave: it is off, it is the same for everybody, a share of those who ask has it, a rule names
 * the one who asked, no rule does (`default`), or there is no answer (`error`).
 */
export type FlagReason = 'disabled' | 'static' | 'split' | 'targeting_match' | 'default' | 'error';

/** Why there is no answer: no state has come yet, the server has no such flag, or it sent one that cannot be evaluated. */
export type FlagFault = 'not_ready' | 'not_found' | 'unreadable';

/** An answer with its reason. */
export interface FlagDetails<Name extends string = string> {
  readonly enabled: boolean;
  /** Named `disabled` where the flag is off or has no variants. */
  readonly variant: FlagVariant<Name>;
  readonly reason: FlagReason;
  /** There where `reason` is `error`; `enabled` is false then. */
  readonly fault?: FlagFault | undefined;
  readonly message?: string | undefined;
}

/**
 * Where the state that a client evaluates with came from: the server, the last known good state on disk, what the
 * service brought along, or a test.
 */
export type FlagSource = 'stream' | 'poll' | 'backup' | 'bootstrap' | 'memory' | 'none';

/** The policy of a guard as it is in force, and where it comes from. */
export interface PolicyInForce extends PolicyOrigin {
  readonly guard: string;
  readonly policy: GuardPolicy;
}

/** What a client tells its listeners. */
export interface FlagClientEvents {
  /** A state was applied: from now on every answer is of this revision. */
  revision: { readonly revision: number; readonly source: FlagSource };
  /** State now comes from somewhere else, e.g. from `stream` to `poll` when the stream broke. */
  source: { readonly source: FlagSource };
  /** A policy flag put other bounds in force for a guard, or gave it back to the code. */
  policy: PolicyInForce;
  /** Something went wrong that the client gets over by itself. */
  error: FlagSdkError;
}

/**
 * What callers hold: kill switches, flags, variants and guarded calls of one service instance. With the definitions of
 * `defineFlags` as `F`, only keys of the right kind compile.
 */
export interface FlagClient<F extends FlagDefinitions = FlagDefinitions> {
  /**
   * Whether a kill switch is LIVE. An unknown switch is LIVE, so is every switch before the first state, and one that
   * cannot be evaluated. A switch that is being restored or drilled is LIVE for a share: `context` keeps a user on one
   * side of it; without one, chance decides at each call. Never throws.
   */
  isLive(switchKey: KeyOf<F, 'switch'>, context?: FlagContext): boolean;
  /** Whether a flag is on for `context`; `fallback` (false) when the flag is unknown or cannot be evaluated. Never throws. */
  isEnabled(flag: KeyOf<F, 'flag' | 'variant'>, context?: FlagContext, fallback?: boolean): boolean;
  /** The variant of a flag for `context`; `fallback` when there is none. Never throws. */
  variant<Key extends KeyOf<F, 'variant'>>(
    flag: Key,
    context?: FlagContext,
    fallback?: FlagVariant<VariantNameOf<F, Key>>,
  ): FlagVariant<VariantNameOf<F, Key>>;
  /** Whether a flag or switch is on, its variant and why; it counts like one call of `variant`. Never throws. */
  details<Key extends KeyOf<F, 'switch' | 'flag' | 'variant'>>(
    key: Key,
    context?: FlagContext,
  ): FlagDetails<VariantNameOf<F, Key>>;
  /** Listens until the returned function is called. */
  on<E extends keyof FlagClientEvents>(event: E, listener: (value: FlagClientEvents[E]) => void): () => void;
  /** Resolves with the source of the state once there is one, or after the ready timeout with `backup`, `bootstrap` or `none`. Never rejects. */
  ready(): Promise<FlagSource>;
  /** The revision that this client evaluates with; 0 before the first. */
  revision(): number;
  source(): FlagSource;
  /** Declares a guarded call; throws `GUARD_POLICY_INVALID` or, for a name that is taken, `GUARD_EXISTS`. */
  guard<Args extends readonly unknown[], T>(
    name: string,
    options: GuardOptions<Args, T> & { readonly switchKey?: KeyOf<F, 'switch'> | undefined },
  ): Guard<Args, T>;
  /** The policy that is in force for a guard: what it was declared with, and over it the flag `policy.<service>.<dependency>`; `undefined` for a guard that does not exist. */
  policy(guard: string): PolicyInForce | undefined;
  /** Every guard of this client as it stands. */
  guards(): GuardState[];
  /** Ends every connection and writes the last state to disk; evaluating goes on with that state. */
  close(): Promise<void>;
}

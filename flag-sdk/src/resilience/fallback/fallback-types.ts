import type { FallbackReason } from '../outcome.ts';

/** The same arguments, but learnt from `run` alone, so that a fallback may leave out those that it does not need. */
export type ArgumentsOf<Args extends readonly unknown[]> = Args extends unknown ? Args : never;

/** Makes a second-best answer out of what this process knows or may do without the dependency. */
export type ReducedAnswer<Args extends readonly unknown[], T> = (
  reason: FallbackReason,
  error: unknown,
  ...args: ArgumentsOf<Args>
) => Promise<NoInfer<T>> | NoInfer<T>;

/** When a fallback is asked. */
interface FallbackScope {
  /** Reasons for which it is passed over; default none. Name `killed` where memory or another service would bring back what the switch sheds. */
  readonly except?: readonly FallbackReason[] | undefined;
}

/** The answer is always this one. */
export interface DefaultFallback<T> extends FallbackScope {
  readonly kind: 'default';
  readonly value: NoInfer<T>;
}

/** The last answer that the work gave for the same key, while it is young enough. */
export interface LastGoodFallback<Args extends readonly unknown[], T> extends FallbackScope {
  readonly kind: 'last_good';
  /** Calls with the same key may have each other's answers: name everything that the answer depends on, such as the user. */
  readonly keyOf: (...args: ArgumentsOf<Args>) => string;
  /** In milliseconds; older answers are not given. */
  readonly maxAgeMs: number;
  /** How many answers are kept; the one that was not renewed for longest goes first. Default 300. */
  readonly maxEntries?: number | undefined;
  /** Which answers are worth keeping; default all. */
  readonly keepIf?: ((value: NoInfer<T>) => boolean) | undefined;
}

/** Another service that can do the same; it is asked within the deadline of the call, and at most for `timeoutMs`. */
export interface AlternativeFallback<Args extends readonly unknown[], T> extends FallbackScope {
  readonly kind: 'alternative';
  readonly timeoutMs: number;
  readonly run: (signal: AbortSignal, ...args: ArgumentsOf<Args>) => Promise<NoInfer<T>> | NoInfer<T>;
}

/** A smaller feature instead: an answer that this process makes itself. */
export interface ReducedFallback<Args extends readonly unknown[], T> extends FallbackScope {
  readonly kind: 'reduced';
  readonly answer: ReducedAnswer<Args, T>;
}

/** Where a wrong answer would be worse than none: the call rejects with this error, whatever went wrong. The last of a chain. */
export interface FailSafeFallback<Args extends readonly unknown[]> extends FallbackScope {
  readonly kind: 'fail_safe';
  readonly error: (reason: FallbackReason, cause: unknown, ...args: ArgumentsOf<Args>) => Error;
}

/** One link of the chain of fallbacks. */
export type Fallback<Args extends readonly unknown[], T> =
  | LastGoodFallback<Args, T>
  | AlternativeFallback<Args, T>
  | ReducedFallback<Args, T>
  | DefaultFallback<T>
  | FailSafeFallback<Args>;

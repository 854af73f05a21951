import type { FallbackKind, FallbackReason } from '../outcome.ts';
import { askAlternative } from './alternative.ts';
import type { AlternativeFallback, FailSafeFallback, Fallback, LastGoodFallback } from './fallback-types.ts';
import { LastGood } from './last-good.ts';

/** Why a fallback is asked, and by when. */
export interface Need {
  readonly reason: FallbackReason;
  readonly error: unknown;
  /** When the whole call must be over, on the guard's clock. */
  readonly deadlineAt: number;
  /** Aborted when the caller does not wait any more. */
  readonly signal: AbortSignal | undefined;
}

/** What a link gives. */
export interface Answer<T> {
  readonly value: T;
  readonly ageMs?: number;
}

/** The error that a fail-safe link was declared with: it ends the chain. */
export class FailSafe {
  readonly error: Error;

  constructor(error: Error) {
    this.error = error;
  }
}

/** One link of the chain, ready to answer. */
export interface Link<Args extends readonly unknown[], T> extends BareLink<Args, T> {
  /** Reasons for which it is not asked. */
  readonly except: readonly FallbackReason[];
}

interface BareLink<Args extends readonly unknown[], T> {
  readonly kind: FallbackKind;
  /** Gives nothing where it has no answer for these arguments. */
  answer(
    need: Need,
    args: Args,
  ): Promise<Answer<T> | FailSafe | undefined> | Answer<T> | FailSafe | undefined;
  /** Told of every answer of the real work. */
  remember?(value: T, args: Args): void;
}

const lastGoodLink = <Args extends readonly unknown[], T>(
  { keyOf, maxAgeMs, maxEntries, keepIf }: LastGoodFallback<Args, T>,
  now: () => number,
): BareLink<Args, T> => {
  const kept = new LastGood<T>(maxAgeMs, maxEntries);
  return {
    kind: 'last_good',
    answer: (_need, args) => kept.find(keyOf(...args), now()),
    remember: (value, args) => {
      if (keepIf?.(value) ?? true) kept.keep(keyOf(...args), value, now());
    },
  };
};

const alternativeLink = <Args extends readonly unknown[], T>(
  { run, timeoutMs }: AlternativeFallback<Args, T>,
  now: () => number,
): BareLink<Args, T> => ({
  kind: 'alternative',
  answer: async ({ deadlineAt, signal }, args) => ({
    value: await askAlternative((given) => run(given, ...args), { timeoutMs, deadlineAt, signal, now }),
  }),
});

const failSafeLink = <Args extends readonly unknown[], T>({
  error,
}: FailSafeFallback<Args>): BareLink<Args, T> => ({
  kind: 'fail_safe',
  answer: (need, args) => new FailSafe(error(need.reason, need.error, ...args)),
});

const bareLinkFrom = <Args extends readonly unknown[], T>(
  fallback: Fallback<Args, T>,
  now: () => number,
): BareLink<Args, T> => {
  switch (fallback.kind) {
    case 'last_good':
      return lastGoodLink(fallback, now);
    case 'alternative':
      return alternativeLink(fallback, now);
    case 'reduced':
      return {
        kind: 'reduced',
        answer: async ({ reason, error }, args) => ({ value: await fallback.answer(reason, error, ...args) }),
      };
    case 'default':
      return { kind: 'default', answer: () => ({ value: fallback.value }) };
    case 'fail_safe':
      return failSafeLink(fallback);
  }
};

/** Makes a link of what was declared. */
export const linkFrom = <Args extends readonly unknown[], T>(
  fallback: Fallback<Args, T>,
  now: () => number,
): Link<Args, T> => ({ ...bareLinkFrom(fallback, now), except: fallback.except ?? [] });

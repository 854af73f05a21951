import { FlagSdkError } from '../../errors.ts';
import type { FallbackKind, FallbackResult, GuardResult } from '../outcome.ts';
import type { Fallback, ReducedAnswer } from './fallback-types.ts';
import { type Answer, FailSafe, type Link, linkFrom, type Need } from './links.ts';

/** Told of each link that was asked and had to answer. */
export type FallbackWatcher = (kind: FallbackKind, result: FallbackResult) => void;

/** The fallbacks of a guard in order: the first that has an answer gives it. */
export class FallbackChain<Args extends readonly unknown[], T> {
  readonly #guard: string;
  readonly #links: readonly Link<Args, T>[];
  readonly #remembering: readonly Link<Args, T>[];
  readonly #watcher: FallbackWatcher;

  /** Takes a list, or one function for a chain of one reduced answer; throws `GUARD_POLICY_INVALID` for a chain that cannot work. */
  constructor(
    guard: string,
    fallback: ReducedAnswer<Args, T> | readonly Fallback<Args, T>[] | undefined,
    ports: { readonly now: () => number; readonly watcher: FallbackWatcher },
  ) {
    const list =
      typeof fallback === 'function' ? [{ kind: 'reduced' as const, answer: fallback }] : (fallback ?? []);
    const ends = list.findIndex(({ kind }) => kind === 'default' || kind === 'fail_safe');
    if (ends !== -1 && ends !== list.length - 1) {
      throw new FlagSdkError(
        'GUARD_POLICY_INVALID',
        `Guard "${guard}": the fallback "${list[ends]!.kind}" should be the last of its chain, because none after it is ever asked, but was number ${ends + 1} of ${list.length}.`,
      );
    }
    this.#guard = guard;
    this.#links = list.map((one) => linkFrom(one, ports.now));
    this.#remembering = this.#links.filter(({ remember }) => remember !== undefined);
    this.#watcher = ports.watcher;
  }

  get isEmpty(): boolean {
    return this.#links.length === 0;
  }

  /** Lets the links keep an answer of the real work; one that cannot does no harm to the call. */
  remember(value: T, args: Args): void {
    for (const link of this.#remembering) {
      try {
        link.remember?.(value, args);
      } catch {
        this.#watcher(link.kind, 'failed');
      }
    }
  }

  /** The answer of the first link that has one; rejects with the fail-safe error, `GUARD_FALLBACK_FAILED` when none has, or the reason of a caller that cancels. */
  async answer(need: Need, args: Args): Promise<GuardResult<T>> {
    const faults: unknown[] = [];
    for (const link of this.#links) {
      // Nobody is there to hear an answer.
      if (need.signal?.aborted) throw need.signal.reason;
      if (link.except.includes(need.reason)) continue;
      try {
        const answer = await link.answer(need, args);
        if (answer === undefined) continue;
        this.#watcher(link.kind, 'served');
        if (answer instanceof FailSafe) throw answer.error;
        return this.#resultOf(link.kind as Exclude<FallbackKind, 'fail_safe'>, answer, need);
      } catch (error) {
        if (link.kind === 'fail_safe') throw error;
        this.#watcher(link.kind, 'failed');
        faults.push(error);
      }
    }
    throw need.signal?.aborted ? need.signal.reason : this.#failure(need, faults);
  }

  #resultOf(
    answeredBy: Exclude<FallbackKind, 'fail_safe'>,
    { value, ageMs }: Answer<T>,
    { reason }: Need,
  ): GuardResult<T> {
    const result = { value, degraded: true, outcome: reason, answeredBy } as const;
    return ageMs === undefined ? result : { ...result, ageMs };
  }

  #failure({ reason, error }: Need, faults: readonly unknown[]): FlagSdkError {
    const why = faults.length === 0 ? 'it had no answer for these arguments' : faults.map(String).join('; ');
    return new FlagSdkError(
      'GUARD_FALLBACK_FAILED',
      `Guard "${this.#guard}" ended with ${reason}, and its fallback failed too: ${why}`,
      { cause: new AggregateError([error, ...faults], 'the call and its fallback failed') },
    );
  }
}

import { eitherSignal, inScope } from '../deadline/call-scope.ts';

/** How long an alternative may take, and for whom. */
export interface AlternativeLimits {
  readonly timeoutMs: number;
  /** When the whole call must be over, on the clock of `now`. */
  readonly deadlineAt: number;
  /** Aborted when the caller does not wait any more. */
  readonly signal: AbortSignal | undefined;
  readonly now: () => number;
}

/** Asks another service within what is left of the call's time; rejects when there is none left or it takes longer. */
export const askAlternative = <T>(
  run: (signal: AbortSignal) => Promise<T> | T,
  { timeoutMs, deadlineAt, signal, now }: AlternativeLimits,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const ms = Math.min(timeoutMs, deadlineAt - now());
    if (ms <= 0) return reject(new Error('The deadline of the call left no time for the alternative.'));
    const controller = new AbortController();
    const limit = eitherSignal(signal, controller.signal) ?? controller.signal;
    if (limit.aborted) return reject(limit.reason);
    const giveUp = () => {
      end();
      reject(limit.reason);
    };
    const timer = setTimeout(() => {
      const sentence = `The alternative took longer than ${Math.round(ms)} ms.`;
      controller.abort(new DOMException(sentence, 'TimeoutError'));
    }, ms);
    limit.addEventListener('abort', giveUp, { once: true });
    const end = () => {
      clearTimeout(timer);
      limit.removeEventListener('abort', giveUp);
    };
    inScope({ deadlineAt: now() + ms, signal: limit }, async (given: AbortSignal) => run(given), limit)
      .finally(end)
      .then(resolve, reject);
  });

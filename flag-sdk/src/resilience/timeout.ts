/** How work ended for the one who waits for it. */
export type TimedEnd<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'timeout' };

const startOf = async <T>(work: (signal: AbortSignal) => Promise<T> | T, signal: AbortSignal) => work(signal);

/**
 * Runs `work` and stops waiting after `timeoutMs`, when its signal is aborted. `onEnd` is called once, when the work has
 * really ended, which for work that ignores its signal is after the timeout: what it occupies is free only then.
 */
export const runWithTimeout = <T>(
  work: (signal: AbortSignal) => Promise<T> | T,
  timeoutMs: number,
  onEnd: () => void,
): Promise<TimedEnd<T>> =>
  new Promise((resolve) => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      resolve({ kind: 'timeout' });
      controller.abort(new DOMException(`The call took longer than ${timeoutMs} ms.`, 'TimeoutError'));
    }, timeoutMs);
    const end = (result: TimedEnd<T>) => {
      clearTimeout(timer);
      onEnd();
      resolve(result);
    };
    startOf(work, controller.signal).then(
      (value) => end({ kind: 'value', value }),
      (error: unknown) => end({ kind: 'error', error }),
    );
  });

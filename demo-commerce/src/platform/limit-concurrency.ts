import { ProblemError } from './problem.ts';

/** Runs at most `limit` pieces of work at once and lets `queue` more wait; beyond that it throws ProblemError 503. */
export function limitConcurrency(limit: number, queue: number) {
  let running = 0;
  const waiting: (() => void)[] = [];

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limit) {
      if (waiting.length >= queue)
        throw new ProblemError(
          503,
          'too_busy',
          `Expected at most ${queue} reads to wait for the database; try again.`,
        );
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}

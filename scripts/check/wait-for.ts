import { setTimeout as delay } from 'node:timers/promises';

/** An expectation of a scenario that did not come true. */
export class CheckFailed extends Error {
  readonly code = 'CHECK_FAILED';
}

type Wait<T> = {
  /** What is expected, such as "one open incident". */
  expected: string;
  withinMs: number;
  everyMs?: number;
  /** Answers the awaited value, or undefined to go on waiting. */
  look: () => Promise<T | undefined>;
  /** What was there instead, for the message. */
  came?: () => string;
};

/** Looks again and again until there is an answer. Throws `CheckFailed` when time is up. */
export async function waitFor<T>({ expected, withinMs, everyMs = 250, look, came }: Wait<T>): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) {
      throw new CheckFailed(
        `expected ${expected} within ${Math.round(withinMs / 1000)} s, came ${came?.() ?? 'nothing'}`,
      );
    }
    await delay(everyMs);
  }
}

/** Throws `CheckFailed` unless the condition holds. */
export function expectThat(condition: boolean, expected: string, came: unknown): asserts condition {
  if (!condition) throw new CheckFailed(`expected ${expected}, came ${JSON.stringify(came)}`);
}

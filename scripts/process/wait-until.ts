import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is true; false after `timeoutMs`. A rejected question counts as no. */
export async function waitUntil(
  question: () => Promise<boolean> | boolean,
  timeoutMs: number,
  everyMs = 100,
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    if (await Promise.resolve(question()).catch(() => false)) return true;
    if (performance.now() + everyMs > deadline) return false;
    await sleep(everyMs);
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { BusLog, Delivery, SubscribeOptions } from './bus.ts';
import type { BusEvent } from './event.ts';

const longestRetryDelayMs = 5_000;

/** What became of one delivered event; `stopped` = the consumer closes, the event stays unhandled. */
export type Handled = { outcome: 'done' } | { outcome: 'failed'; error: Error } | { outcome: 'stopped' };

/** Calls the handler until it succeeds, its tries are used up, or `signal` stops the consumer between two tries. */
export async function handleEvent(
  event: BusEvent,
  delivery: Omit<Delivery, 'attempt'>,
  options: Pick<SubscribeOptions, 'handler' | 'attempts' | 'retryDelayMs'>,
  signal: AbortSignal,
  log: BusLog,
): Promise<Handled> {
  const attempts = Math.max(1, options.attempts ?? 5);
  for (let attempt = 1; ; attempt += 1) {
    try {
      await options.handler(event, { ...delivery, attempt });
      return { outcome: 'done' };
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      const facts = {
        topic: delivery.topic,
        group: delivery.group,
        eventId: event.id,
        attempt,
        error: error.message,
      };
      if (attempt >= attempts) {
        log('error', 'the event could not be handled and goes to the dead-letter topic', facts);
        return { outcome: 'failed', error };
      }
      log('warn', 'the event could not be handled, another try follows', facts);
    }
    const delayMs = Math.min(longestRetryDelayMs, (options.retryDelayMs ?? 100) * 2 ** (attempt - 1));
    await sleep(delayMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return { outcome: 'stopped' };
  }
}

import { describe, expect, it } from 'vitest';
import type { EventHandler } from './bus.ts';
import { completeEvent } from './event.ts';
import { handleEvent } from './handle-event.ts';

const event = completeEvent({ key: 'k', type: 't', source: 's', data: null });
const delivery = { topic: 'orders', group: 'payment', partition: 0 };

function handling(handler: EventHandler, options: { attempts?: number; signal?: AbortSignal } = {}) {
  const said: string[] = [];
  const settings = { handler, retryDelayMs: 1, ...(options.attempts ? { attempts: options.attempts } : {}) };
  const signal = options.signal ?? new AbortController().signal;
  return {
    said,
    outcome: handleEvent(event, delivery, settings, signal, (level, text) => said.push(`${level}: ${text}`)),
  };
}

describe('handling an event', () => {
  it('is done at the first success, and counts the tries', async () => {
    const attempts: number[] = [];
    const { outcome, said } = handling(async (_, { attempt }) => {
      attempts.push(attempt);
      if (attempt < 3) throw new Error('not yet');
    });
    expect(await outcome).toEqual({ outcome: 'done' });
    expect(attempts).toEqual([1, 2, 3]);
    expect(said).toHaveLength(2);
  });

  it('fails with the last error once its tries are used up', async () => {
    let tries = 0;
    const { outcome } = handling(
      async () => {
        tries += 1;
        throw new Error(`try ${tries}`);
      },
      { attempts: 4 },
    );
    expect(await outcome).toEqual({ outcome: 'failed', error: new Error('try 4') });
  });

  it('stops between two tries when the consumer closes, and leaves the event unhandled', async () => {
    const closing = new AbortController();
    const { outcome } = handling(
      async () => {
        closing.abort();
        throw new Error('not yet');
      },
      { signal: closing.signal },
    );
    expect(await outcome).toEqual({ outcome: 'stopped' });
  });

  it('takes whatever a handler throws as its reason', async () => {
    const { outcome } = handling(() => Promise.reject('a word'), { attempts: 1 });
    expect(await outcome).toEqual({ outcome: 'failed', error: new Error('a word') });
  });
});

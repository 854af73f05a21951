import type { FlagClientEvents } from './client-types.ts';
import { FlagSdkError } from './errors.ts';

/** Those who listen to a client; a listener that throws harms nobody else. */
export class Listeners {
  readonly #byEvent: { [E in keyof FlagClientEvents]: Set<(value: FlagClientEvents[E]) => void> } = {
    revision: new Set(),
    source: new Set(),
    policy: new Set(),
    error: new Set(),
  };

  add<E extends keyof FlagClientEvents>(
    event: E,
    listener: (value: FlagClientEvents[E]) => void,
  ): () => void {
    const own = (value: FlagClientEvents[E]) => listener(value);
    this.#byEvent[event].add(own);
    return () => {
      this.#byEvent[event].delete(own);
    };
  }

  tell<E extends keyof FlagClientEvents>(event: E, value: FlagClientEvents[E]): void {
    for (const listener of this.#byEvent[event]) {
      try {
        listener(value);
      } catch (cause) {
        if (event === 'error') continue;
        this.tell(
          'error',
          new FlagSdkError('LISTENER_FAILED', `A listener of "${event}" threw: ${String(cause)}`, { cause }),
        );
      }
    }
  }
}

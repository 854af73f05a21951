import type { FlagSource } from './client-types.ts';
import type { FlagStore } from './evaluation/flag-store.ts';

/** Whether nothing better is to come. */
const isLive = (source: FlagSource) => source === 'stream' || source === 'poll' || source === 'memory';

/**
 * Resolves once there is a live state. Where the control plane cannot be reached it settles for the backup at once, and
 * without one it waits until the time is up, in case the control plane comes.
 */
export class Readiness {
  readonly promise: Promise<FlagSource>;
  readonly #store: FlagStore;
  #resolve: (source: FlagSource) => void = () => {};
  #timer: NodeJS.Timeout;

  constructor(store: FlagStore, timeoutMs: number) {
    this.#store = store;
    this.promise = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#timer = setTimeout(() => this.settle(), timeoutMs);
    const lookForState = () => {
      if (isLive(store.source)) this.settle();
    };
    store.watch({ revision: lookForState, source: lookForState });
  }

  /** Nothing live is to be had now. */
  unreachable(): void {
    if (this.#store.source !== 'none') this.settle();
  }

  /** Stops waiting, whatever there is. */
  settle(): void {
    clearTimeout(this.#timer);
    this.#resolve(this.#store.source);
  }
}

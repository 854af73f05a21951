import type { Subscription } from './bus.ts';
import { BusError, busErrorCodes } from './bus-error.ts';

/** What both adapters do about being open: no work once closed, and no subscription that outlives its bus. */
export class BusLife {
  readonly #running = new Set<Subscription>();
  #isClosed = false;

  /** Throws {@link BusError} once the bus is closed. */
  assertOpen(): void {
    if (this.#isClosed)
      throw new BusError(busErrorCodes.closed, 'The bus is closed: open a new one to publish or subscribe');
  }

  /** Keeps the subscription that `join` makes until it is closed; throws {@link BusError}, of `refusal` where the broker refuses. */
  async keep(
    join: () => Promise<Subscription>,
    refusal: (cause: unknown) => BusError,
  ): Promise<Subscription> {
    this.assertOpen();
    const joined = await join().catch((cause) => {
      this.assertOpen();
      throw refusal(cause);
    });
    let closing: Promise<void> | undefined;
    const kept: Subscription = {
      lagSeconds: () => joined.lagSeconds(),
      close: () => {
        closing ??= joined.close().finally(() => this.#running.delete(kept));
        return closing;
      },
    };
    if (this.#isClosed) await kept.close();
    this.assertOpen();
    this.#running.add(kept);
    return kept;
  }

  /** Closes every subscription, also where one of them fails, then `connections`; does nothing the second time. */
  async close(connections: () => unknown): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const ended = await Promise.allSettled([...this.#running].map((each) => each.close()));
    await connections();
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
  }
}

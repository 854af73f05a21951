/** What the clock work needs. */
export interface ClockWorkDeps {
  /** Whether this replica is the one that works. */
  leads(): Promise<boolean>;
  /** Each is done at every tick; one that fails does not keep the others from their turn. */
  duties: readonly (() => Promise<void>)[];
  onError(error: unknown): void;
}

/** Does its duties by the clock, on one replica at a time. */
export class ClockWork {
  readonly #deps: ClockWorkDeps;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;

  constructor(deps: ClockWorkDeps, everyMs = 500) {
    this.#deps = deps;
    this.#timer = setInterval(() => void this.tick(), everyMs);
  }

  /** One turn of every duty; a second call during the first joins it. */
  tick(): Promise<void> {
    this.#running ??= this.#tick()
      .catch(this.#deps.onError)
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #tick(): Promise<void> {
    const { leads, duties, onError } = this.#deps;
    if (!(await leads())) return;
    for (const duty of duties) await duty().catch(onError);
  }
}

/** Increments of the counters of one process, each against its own last value; a fall or a restart counts from zero. */
export class Counters {
  #last = new Map<string, number>();
  #next = new Map<string, number>();
  #isFirst = true;
  #restarted = false;

  /** Begins a new round; `restarted` when the process is known to have started since the last one. */
  begin(restarted: boolean): void {
    this.#restarted = restarted;
    this.#next = new Map();
  }

  /** The increment of a counter since the last round; NaN in the first round, where nothing is known of before. */
  increment(id: string, value: number): number {
    this.#next.set(id, value);
    if (this.#isFirst) return Number.NaN;
    const last = this.#restarted ? 0 : (this.#last.get(id) ?? 0);
    return value >= last ? value - last : value;
  }

  /** Ends the round. */
  end(): void {
    this.#last = this.#next;
    this.#isFirst = false;
  }
}

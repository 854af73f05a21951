const SLICES = 10;

/** Calls and failures of the last `windowMs`, counted in ten slices of a fixed size: no allocation per call. */
export class CallWindow {
  readonly #sliceMs: number;
  readonly #calls = new Uint32Array(SLICES);
  readonly #failures = new Uint32Array(SLICES);
  /** Number of the slice that holds the newest call. */
  #newest = Number.NEGATIVE_INFINITY;
  #allCalls = 0;
  #allFailures = 0;

  constructor(windowMs: number) {
    this.#sliceMs = windowMs / SLICES;
  }

  add(failed: boolean, now: number): void {
    const slot = this.#advance(now) % SLICES;
    this.#calls[slot]! += 1;
    this.#allCalls += 1;
    if (!failed) return;
    this.#failures[slot]! += 1;
    this.#allFailures += 1;
  }

  totals(now: number): { readonly calls: number; readonly failures: number } {
    this.#advance(now);
    return { calls: this.#allCalls, failures: this.#allFailures };
  }

  clear(): void {
    this.#calls.fill(0);
    this.#failures.fill(0);
    this.#allCalls = 0;
    this.#allFailures = 0;
  }

  /** Forgets the slices that `now` has left behind; a clock that stands still or steps back stays in the newest. */
  #advance(now: number): number {
    const slice = Math.floor(now / this.#sliceMs);
    if (slice <= this.#newest) return this.#newest;
    if (slice - this.#newest >= SLICES) {
      this.clear();
    } else {
      for (let passed = this.#newest + 1; passed <= slice; passed += 1) this.#forget(passed % SLICES);
    }
    this.#newest = slice;
    return slice;
  }

  #forget(slot: number): void {
    this.#allCalls -= this.#calls[slot]!;
    this.#allFailures -= this.#failures[slot]!;
    this.#calls[slot] = 0;
    this.#failures[slot] = 0;
  }
}

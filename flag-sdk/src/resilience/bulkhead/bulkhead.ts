/**
 * Limits how many calls run at once; the next ones wait in line, the rest are turned away.
 * The limit may change while calls run: a higher one lets waiting calls in at once, a lower one waits for running calls to end.
 */
export class Bulkhead {
  #limit: number;
  #queueLimit: number;
  #inUse = 0;
  readonly #waiting = new Set<() => void>();

  constructor(limit: number, queueLimit: number) {
    this.#limit = limit;
    this.#queueLimit = queueLimit;
  }

  get limit(): number {
    return this.#limit;
  }

  get inUse(): number {
    return this.#inUse;
  }

  get queued(): number {
    return this.#waiting.size;
  }

  /** Takes a free slot and says whether it got one; nobody overtakes those who wait. */
  tryEnter(): boolean {
    if (this.#inUse >= this.#limit || this.#waiting.size > 0) return false;
    this.#inUse += 1;
    return true;
  }

  /** Waits in line: calls `enter` once, with a slot taken. Gives the way to leave the line, or `undefined` when the line is full. */
  wait(enter: () => void): (() => void) | undefined {
    if (this.#waiting.size >= this.#queueLimit) return undefined;
    const place = () => enter();
    this.#waiting.add(place);
    return () => {
      this.#waiting.delete(place);
    };
  }

  /** Gives a slot back and lets the next in line in. */
  leave(): void {
    this.#inUse -= 1;
    this.#admit();
  }

  /** Changes both limits; those who wait beyond a shorter line keep their place. */
  resize(limit: number, queueLimit: number): void {
    this.#limit = limit;
    this.#queueLimit = queueLimit;
    this.#admit();
  }

  #admit(): void {
    while (this.#inUse < this.#limit) {
      const [next] = this.#waiting;
      if (next === undefined) return;
      this.#waiting.delete(next);
      this.#inUse += 1;
      next();
    }
  }
}

/** An answer, and when it was given. */
interface Kept<T> {
  readonly value: T;
  readonly at: number;
}

/** The last good answers by key, at most so many; the one that was not renewed for longest goes first. */
export class LastGood<T> {
  readonly #maxAgeMs: number;
  readonly #maxEntries: number;
  readonly #kept = new Map<string, Kept<T>>();

  constructor(maxAgeMs: number, maxEntries = 300) {
    this.#maxAgeMs = maxAgeMs;
    this.#maxEntries = maxEntries;
  }

  keep(key: string, value: T, now: number): void {
    this.#kept.delete(key);
    this.#kept.set(key, { value, at: now });
    if (this.#kept.size <= this.#maxEntries) return;
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined) this.#kept.delete(oldest);
  }

  /** The answer and its age in milliseconds; undefined where there is none that is young enough. */
  find(key: string, now: number): { readonly value: T; readonly ageMs: number } | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    const ageMs = now - kept.at;
    if (ageMs <= this.#maxAgeMs) return { value: kept.value, ageMs };
    this.#kept.delete(key);
    return undefined;
  }
}

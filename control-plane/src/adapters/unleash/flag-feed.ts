import type { FlagSnapshot, SnapshotDelta } from '../../domain/flag-snapshot/flag-snapshot.ts';
import { deltaBetween, emptySnapshot } from '../../domain/flag-snapshot/flag-snapshot.ts';
import { type Override, withOverrides } from '../../domain/flag-snapshot/override.ts';
import { SingleFlight } from '../../services/single-flight.ts';

/** Reads all flags of an environment with the revision that they have at least. */
export type ReadSnapshot = (environment: string) => Promise<FlagSnapshot>;

/** Hears of each step of an environment's flags, in order. */
export type FeedListener = (delta: SnapshotDelta, snapshot: FlagSnapshot) => void;

/**
 * One environment's flags, read whole by one reader at a time and told on as differences. Two reads never overlap, so an
 * older read can never replace a newer one, and a write that commits late is found by the next read however it is numbered.
 * Overrides hold over what is read, for as long as they are set.
 */
export class FlagFeed {
  readonly #environment: string;
  readonly #read: ReadSnapshot;
  readonly #listeners = new Set<FeedListener>();
  readonly #reads = new SingleFlight(() => this.#readOnce());
  #stored: FlagSnapshot = emptySnapshot;
  #snapshot: FlagSnapshot = emptySnapshot;
  #overrides: readonly Override[] = [];

  constructor(environment: string, read: ReadSnapshot) {
    this.#environment = environment;
    this.#read = read;
  }

  get snapshot(): FlagSnapshot {
    return this.#snapshot;
  }

  /** Resolves after a read that began after this call; rejects where that read failed. */
  refresh(): Promise<void> {
    return this.#reads.run();
  }

  /** From now on exactly these hold. */
  setOverrides(overrides: readonly Override[]): void {
    this.#overrides = overrides;
    this.#show(this.#stored);
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #readOnce(): Promise<void> {
    this.#stored = await this.#read(this.#environment);
    this.#show(this.#stored);
  }

  #show(stored: FlagSnapshot): void {
    const next = withOverrides(stored, this.#overrides);
    const delta = deltaBetween(this.#snapshot, next);
    if (delta === undefined) return;
    this.#snapshot = next;
    for (const listener of this.#listeners) listener(delta, next);
  }
}

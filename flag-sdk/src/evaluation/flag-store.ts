import type { FlagSource } from '../client-types.ts';
import { type Applied, applyEvents, emptyState, type FlagState } from './flag-state.ts';
import type { FlagEvent } from './wire.ts';

/** What a store tells those who watch it. */
export interface StoreWatcher {
  revision?(state: FlagState, source: FlagSource): void;
  source?(source: FlagSource): void;
}

/** Holds the state that everything is evaluated with, and where it came from. */
export class FlagStore {
  #state = emptyState;
  #source: FlagSource = 'none';
  readonly #watchers = new Set<StoreWatcher>();

  get state(): FlagState {
    return this.#state;
  }

  get source(): FlagSource {
    return this.#source;
  }

  watch(watcher: StoreWatcher): void {
    this.#watchers.add(watcher);
  }

  /** Takes the last known good state; only before anything live came. */
  restore(state: FlagState): void {
    if (this.#source !== 'none') return;
    this.#state = state;
    this.#enter('backup');
    this.#tellRevision();
  }

  /** Applies what a live source delivered. */
  apply(events: readonly FlagEvent[], source: 'stream' | 'poll'): Applied {
    const applied = applyEvents(this.#state, events);
    this.#state = applied.state;
    this.#enter(source);
    if (applied.changed) this.#tellRevision();
    return applied;
  }

  /** A live source said that the state is the newest. */
  confirm(source: 'stream' | 'poll'): void {
    this.#enter(source);
  }

  #enter(source: FlagSource): void {
    if (source === this.#source) return;
    this.#source = source;
    for (const watcher of this.#watchers) watcher.source?.(source);
  }

  #tellRevision(): void {
    for (const watcher of this.#watchers) watcher.revision?.(this.#state, this.#source);
  }
}

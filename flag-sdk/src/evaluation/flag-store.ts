import type { FlagSource } from '../client-types.ts';
import { type Applied, applyEvents, emptyState, type FlagState } from './flag-state.ts';
import { type OverrideNews, overlaid, takeNews } from './overrides.ts';
import type { FlagEvent } from './wire.ts';

/** What a store tells those who watch it. */
export interface StoreWatcher {
  revision?(state: FlagState, source: FlagSource): void;
  source?(source: FlagSource): void;
}

/** Holds the state that everything is evaluated with, and where it came from. */
export class FlagStore {
  /** As the server sent it. */
  #sent = emptyState;
  /** As it is evaluated: with the overrides. */
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

  /** Takes the last known good state, or one that was brought along; only before anything else came. */
  restore(state: FlagState, source: 'backup' | 'bootstrap' = 'backup'): void {
    if (this.#source !== 'none') return;
    this.#set(state);
    this.#enter(source);
    this.#tellRevision();
  }

  /** Applies what a live source delivered, or a test set. */
  apply(events: readonly FlagEvent[], source: 'stream' | 'poll' | 'memory'): Applied {
    const applied = applyEvents(this.#sent, events);
    this.#set(applied.state);
    this.#enter(source);
    if (applied.changed) this.#tellRevision();
    return applied;
  }

  /** Takes in what a server tells of kills that hold whatever the flags say. */
  override(news: OverrideNews): void {
    const before = this.#sent.overrides;
    this.#set(takeNews(this.#sent, news));
    const after = this.#sent.overrides;
    if (after.length !== before.length || after.some((one, index) => one !== before[index]))
      this.#tellRevision();
  }

  /** A live source said that the state is the newest. */
  confirm(source: 'stream' | 'poll'): void {
    this.#enter(source);
  }

  #set(sent: FlagState): void {
    if (sent === this.#sent) return;
    this.#sent = sent;
    this.#state = overlaid(sent);
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

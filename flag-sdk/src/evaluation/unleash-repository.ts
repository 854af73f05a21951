import { EventEmitter } from 'node:events';
import { UnleashEvents } from 'unleash-client';
import type { RepositoryInterface } from 'unleash-client/lib/repository/index.js';
import { flagsOf } from './flag-state.ts';
import type { FlagStore } from './flag-store.ts';

type Feature = NonNullable<ReturnType<RepositoryInterface['getToggle']>>;
type EnhancedFeature = ReturnType<RepositoryInterface['getTogglesWithSegmentData']>[number];
type Segment = NonNullable<ReturnType<RepositoryInterface['getSegment']>>;

/** Lets `unleash-client` evaluate with our store instead of fetching by itself. */
export class UnleashRepository extends EventEmitter implements RepositoryInterface {
  readonly #store: FlagStore;
  #isReady = false;

  constructor(store: FlagStore) {
    super();
    this.#store = store;
    store.watch({ revision: () => this.#announce() });
  }

  /** Tells `unleash-client` that there is a state, if there is one. */
  async start(): Promise<void> {
    if (this.#store.source !== 'none') this.#announce();
  }

  stop(): void {
    this.removeAllListeners();
  }

  getToggle(name: string): Feature | undefined {
    return this.#store.state.flags.get(name)?.value;
  }

  getToggles(): Feature[] {
    return flagsOf(this.#store.state);
  }

  getTogglesWithSegmentData(): EnhancedFeature[] {
    return this.getToggles().map(({ strategies, ...feature }): EnhancedFeature => {
      if (strategies === undefined) return feature;
      const enhanced = strategies.map((strategy) => ({
        ...strategy,
        segments: (strategy.segments ?? []).flatMap((id) => this.getSegment(id) ?? []),
      }));
      return { ...feature, strategies: enhanced };
    });
  }

  getSegment(id: number): Segment | undefined {
    return this.#store.state.segments.get(id)?.value;
  }

  #announce(): void {
    if (!this.#isReady) {
      this.#isReady = true;
      this.emit(UnleashEvents.Ready);
    }
    this.emit(UnleashEvents.Changed, this.getToggles());
  }
}

import type { Heartbeat } from '../contract/instance.ts';
import type { InstanceRegistry } from './instance-registry.ts';
import type { Seen, Store } from './ports/store.ts';
import type { PropagationTracker } from './propagation-tracker.ts';

/** What taking heartbeats in needs. */
export interface IntakeDeps {
  registry: InstanceRegistry;
  tracker: PropagationTracker;
  store: Pick<Store, 'instances' | 'signal'>;
  now: () => number;
  /** Hears that the list of instances has news. */
  onNews(): void;
  onError(error: unknown): void;
}

/** Takes heartbeats into memory at once, and into the store, for the other replicas, together once a second. */
export class HeartbeatIntake {
  readonly #deps: IntakeDeps;
  readonly #timer: NodeJS.Timeout;
  #unsaved = new Map<string, Seen>();

  constructor(deps: IntakeDeps, saveEveryMs = 1000) {
    this.#deps = deps;
    this.#timer = setInterval(() => this.save().catch(deps.onError), saveEveryMs);
  }

  take(beat: Heartbeat): void {
    const { registry, tracker, now, onNews } = this.#deps;
    const at = now();
    registry.beat(beat, at);
    tracker.heard(beat.instanceId);
    this.#unsaved.set(beat.instanceId, { beat, at });
    onNews();
  }

  /** Loads what instances told before this start, or told to other replicas. */
  async load(since: Date): Promise<void> {
    const { store, registry, tracker } = this.#deps;
    for (const { beat, at } of await store.instances.listSince(since)) {
      registry.beat(beat, at);
      tracker.heard(beat.instanceId);
    }
  }

  async save(): Promise<void> {
    if (this.#unsaved.size === 0) return;
    const unsaved = this.#unsaved;
    this.#unsaved = new Map();
    await this.#deps.store.instances.save([...unsaved.values()]);
    await this.#deps.store.signal({ kind: 'instances', id: '' });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.save().catch(this.#deps.onError);
  }
}

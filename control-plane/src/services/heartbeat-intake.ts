import type { Beat, InstanceRegistry } from './instance-registry.ts';
import type { Seen, Store } from './ports/store.ts';

/** What taking heartbeats in needs. */
export interface IntakeDeps {
  registry: InstanceRegistry;
  /** Takes note that an instance has told something. */
  onHeard(instanceId: string): void;
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

  take(beat: Beat): void {
    const { registry, onHeard, now, onNews } = this.#deps;
    const at = now();
    registry.beat(beat, at);
    onHeard(beat.instanceId);
    this.#unsaved.set(beat.instanceId, { beat, at });
    onNews();
  }

  /** Loads what instances told before this start, or told to other replicas. */
  async load(since: Date): Promise<void> {
    const { store, registry, onHeard } = this.#deps;
    for (const { beat, at } of await store.instances.listSince(since)) {
      registry.beat(beat, at);
      onHeard(beat.instanceId);
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

import { fold } from '../domain/rollout/fold.ts';
import { type RolloutDeps, tickRollout } from './rollouts.ts';

/** What the engine needs. */
export interface EngineDeps extends RolloutDeps {
  /** Whether this replica is the one that moves rollouts. */
  leads(): Promise<boolean>;
  onError(error: unknown): void;
}

/** Moves every rollout by the clock, on one replica at a time; all it knows is stored, so another may go on at any moment. */
export class RolloutEngine {
  readonly #deps: EngineDeps;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | undefined;

  constructor(deps: EngineDeps, everyMs = 500) {
    this.#deps = deps;
    this.#timer = setInterval(() => void this.tick(), everyMs);
  }

  /** One look at every rollout; a second call during the first joins it. */
  tick(): Promise<void> {
    this.#running ??= this.#tick()
      .catch(this.#deps.onError)
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #tick(): Promise<void> {
    const { store, leads, apply } = this.#deps;
    if (!(await leads())) return;
    for (const { plan, facts, applied } of await store.rollouts.list()) {
      if (applied < facts.length) await apply(plan.id);
      const { status } = fold(plan, facts);
      if (status !== 'running' && status !== 'held') continue;
      if (await tickRollout(this.#deps, plan)) await apply(plan.id);
    }
  }
}

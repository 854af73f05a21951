import { changedFlags, type FlagState } from '../evaluation/flag-state.ts';

/** What an effect watch needs. */
export interface EffectWatchOptions {
  /** How often a flag was asked for since the start. */
  readonly totalOf: (flag: string) => number;
  /** Hears that a changed flag was asked for. */
  readonly onEffect: () => void;
}

/** A flag that changed and was not asked for since. */
interface Waiting {
  readonly revision: number;
  readonly total: number;
}

/** Changed flags are looked at this often at first, later only at each heartbeat: a flag is busy or it is not. */
const LOOK_EVERY_MS = 20;
const LOOK_FOR_MS = 2_000;
const MOST_WAITING = 2_000;
const MOST_TOLD = 200;

/** Sees when a change has taken effect: the flag was asked for, and answered with it. Costs an evaluation nothing. */
export class EffectWatch {
  readonly #options: EffectWatchOptions;
  readonly #waiting = new Map<string, Waiting>();
  readonly #effective = new Map<string, number>();
  #known: FlagState | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looksLeft = 0;

  constructor(options: EffectWatchOptions) {
    this.#options = options;
  }

  /** Takes a state that is evaluated from now on. */
  changed(state: FlagState): void {
    const before = this.#known;
    this.#known = state;
    if (before === undefined) return;
    // What ended has changed no flag, but the change that it became is to be seen taking effect, too.
    const ended = before.overrides.filter(({ id }) => state.ended.has(id)).map(({ flag }) => flag);
    const flags = new Set([...changedFlags(before, state), ...ended]);
    for (const flag of flags) this.#await(flag, state.revision);
    if (flags.size > 0) this.#lookOften();
  }

  /** Flags that were asked for since they last changed, the newest last. */
  effective(): { flag: string; revision: number }[] {
    this.#look();
    return [...this.#effective].slice(-MOST_TOLD).map(([flag, revision]) => ({ flag, revision }));
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #await(flag: string, revision: number): void {
    this.#effective.delete(flag);
    if (this.#waiting.size >= MOST_WAITING) this.#waiting.clear();
    this.#waiting.set(flag, { revision, total: this.#options.totalOf(flag) });
  }

  #lookOften(): void {
    this.#looksLeft = LOOK_FOR_MS / LOOK_EVERY_MS;
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => {
      this.#looksLeft -= 1;
      if (this.#look()) this.#options.onEffect();
      if (this.#looksLeft > 0 && this.#waiting.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  #look(): boolean {
    const asked = [...this.#waiting].filter(([flag, { total }]) => this.#options.totalOf(flag) > total);
    for (const [flag, { revision }] of asked) {
      this.#waiting.delete(flag);
      this.#effective.set(flag, revision);
      if (this.#effective.size > MOST_WAITING) this.#effective.delete(this.#effective.keys().next().value!);
    }
    return asked.length > 0;
  }
}

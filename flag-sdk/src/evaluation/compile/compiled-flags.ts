import type { FlagState } from '../flag-state.ts';
import type { WireFlag } from '../wire.ts';
import { type CompiledFlag, compileFlag, type FlagLookups } from './flag.ts';
import type { Surroundings } from './surroundings.ts';

interface Entry<T> {
  readonly wire: WireFlag;
  readonly segments: readonly number[];
  readonly flag: T;
}

const segmentIdsOf = ({ strategies }: WireFlag): number[] =>
  (strategies ?? []).flatMap(({ segments }) => (Array.isArray(segments) ? segments : []));

/** Ids of the segments that are not the same in both states. */
const changedSegments = (before: FlagState['segments'], after: FlagState['segments']): Set<number> =>
  new Set([...before.keys(), ...after.keys()].filter((id) => before.get(id) !== after.get(id)));

/** The flags of the newest state, each compiled when it or one of its segments changed and not again. */
export class CompiledFlags<T extends CompiledFlag> {
  readonly #surroundings: Surroundings;
  readonly #finish: (name: string, flag: CompiledFlag, wire: WireFlag) => T;
  #entries = new Map<string, Entry<T>>();
  #flags = new Map<string, T>();
  #segments: FlagState['segments'] = new Map();

  /** `finish` adds to a compiled flag what its holder wants to find with it. */
  constructor(surroundings: Surroundings, finish: (name: string, flag: CompiledFlag, wire: WireFlag) => T) {
    this.#surroundings = surroundings;
    this.#finish = finish;
  }

  get(name: string): T | undefined {
    return this.#flags.get(name);
  }

  /** Takes a new state; flags that are gone from it are unknown from now on. */
  update(state: FlagState): void {
    const changed = changedSegments(this.#segments, state.segments);
    const lookups: FlagLookups = {
      segment: (id) => state.segments.get(id)?.value,
      flag: (name) => this.#flags.get(name),
    };
    const entries = new Map<string, Entry<T>>();
    for (const [name, { value: wire }] of state.flags) {
      if (wire === undefined) continue;
      const known = this.#entries.get(name);
      const isFresh = known?.wire === wire && !known.segments.some((id) => changed.has(id));
      entries.set(name, isFresh ? known : this.#compile(name, wire, lookups));
    }
    this.#entries = entries;
    this.#flags = new Map([...entries].map(([name, { flag }]) => [name, flag]));
    this.#segments = state.segments;
  }

  #compile(name: string, wire: WireFlag, lookups: FlagLookups): Entry<T> {
    const flag = this.#finish(name, compileFlag(wire, lookups, this.#surroundings), wire);
    return { wire, segments: segmentIdsOf(wire), flag };
  }
}

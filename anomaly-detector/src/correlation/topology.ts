/** Who calls whom, learnt from calls; and what is known of each service. */
export class Topology {
  #callees = new Map<string, Set<string>>();
  #callers = new Map<string, Set<string>>();
  readonly entries: ReadonlySet<string>;
  readonly unowned: ReadonlySet<string>;

  /** `entries` are the services that users reach; `unowned` ones are never an origin. */
  constructor(known: { entries: Iterable<string>; unowned: Iterable<string> }) {
    this.entries = new Set(known.entries);
    this.unowned = new Set(known.unowned);
  }

  /** Learns one call; true where it was new. */
  add(caller: string, callee: string): boolean {
    const callees = this.#callees.get(caller) ?? new Set();
    if (callees.has(callee)) return false;
    this.#callees.set(caller, callees.add(callee));
    this.#callers.set(callee, (this.#callers.get(callee) ?? new Set()).add(caller));
    return true;
  }

  calleesOf(service: string): ReadonlySet<string> {
    return this.#callees.get(service) ?? new Set();
  }

  callersOf(service: string): ReadonlySet<string> {
    return this.#callers.get(service) ?? new Set();
  }

  isOwned(service: string): boolean {
    return !this.unowned.has(service);
  }

  /** Calls from one service down to another: 0 for itself, null where there is no way. */
  hops(from: string, to: string): number | null {
    const seen = new Set([from]);
    let layer = [from];
    for (let hops = 0; layer.length > 0; hops += 1) {
      if (layer.includes(to)) return hops;
      layer = layer
        .flatMap((service) => [...this.calleesOf(service)])
        .filter((next) => !seen.has(next) && seen.add(next));
    }
    return null;
  }

  /** Whether two services are the same or one calls the other. */
  isAdjacent(a: string, b: string): boolean {
    return a === b || this.calleesOf(a).has(b) || this.calleesOf(b).has(a);
  }

  /** Every call, in the order learnt. */
  edges(): { caller: string; callee: string }[] {
    return [...this.#callees].flatMap(([caller, callees]) =>
      [...callees].map((callee) => ({ caller, callee })),
    );
  }
}

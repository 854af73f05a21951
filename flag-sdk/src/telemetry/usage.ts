/** How often a flag was on and off, and which variants it gave. */
export interface FlagUsage {
  yes: number;
  no: number;
  readonly variants: Record<string, number>;
}

/** The most flags that are counted between two reports, so that keys made up at run time cannot fill the memory. */
const MOST_FLAGS = 2_000;

/** The control plane takes no longer keys. */
const LONGEST_KEY = 200;

/** Counts evaluations per flag, and remembers which flags were ever asked for. */
export class Usage {
  readonly #asked = new Set<string>();
  #counts = new Map<string, FlagUsage>();

  count(flag: string, enabled: boolean, variant: string | undefined): void {
    if (this.#asked.size < MOST_FLAGS && flag.length <= LONGEST_KEY) this.#asked.add(flag);
    const usage = this.#counts.get(flag) ?? this.#begin(flag);
    if (usage === undefined) return;
    if (enabled) usage.yes += 1;
    else usage.no += 1;
    if (variant !== undefined) usage.variants[variant] = (usage.variants[variant] ?? 0) + 1;
  }

  /** Keys of the flags that were asked for since the start, at most 2000. */
  asked(): string[] {
    return [...this.#asked];
  }

  /** Hands the counts over and begins anew. */
  take(): ReadonlyMap<string, FlagUsage> {
    const taken = this.#counts;
    this.#counts = new Map();
    return taken;
  }

  /** Puts back counts that could not be delivered. */
  giveBack(taken: ReadonlyMap<string, FlagUsage>): void {
    for (const [flag, lost] of taken) {
      const usage = this.#counts.get(flag) ?? this.#begin(flag);
      if (usage === undefined) continue;
      usage.yes += lost.yes;
      usage.no += lost.no;
      for (const [variant, count] of Object.entries(lost.variants)) {
        usage.variants[variant] = (usage.variants[variant] ?? 0) + count;
      }
    }
  }

  #begin(flag: string): FlagUsage | undefined {
    if (this.#counts.size >= MOST_FLAGS) return undefined;
    const usage: FlagUsage = { yes: 0, no: 0, variants: Object.create(null) as Record<string, number> };
    this.#counts.set(flag, usage);
    return usage;
  }
}

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

const emptyVariants = () => Object.create(null) as Record<string, number>;

const addVariants = (variants: Record<string, number>, more: FlagUsage['variants']) => {
  for (const [variant, count] of Object.entries(more)) variants[variant] = (variants[variant] ?? 0) + count;
  return variants;
};

const addTo = (usage: FlagUsage, more: FlagUsage): void => {
  usage.yes += more.yes;
  usage.no += more.no;
  addVariants(usage.variants, more.variants);
};

/** The running count of one flag that exists: whoever evaluates holds it, and counting is one addition. */
export class FlagCount {
  yes = 0;
  no = 0;
  /** Whether it was counted before the last report. */
  wasAsked = false;
  #taken = 0;
  #variants: Record<string, number> | undefined;

  get isAsked(): boolean {
    return this.wasAsked || this.yes + this.no > 0;
  }

  /** How often the flag was asked for since the start. */
  get total(): number {
    return this.#taken + this.yes + this.no;
  }

  add(enabled: boolean, variant: string | undefined): void {
    if (enabled) this.yes += 1;
    else this.no += 1;
    if (variant === undefined) return;
    this.#variants ??= emptyVariants();
    this.#variants[variant] = (this.#variants[variant] ?? 0) + 1;
  }

  /** Adds what could not be delivered. */
  giveBack(lost: FlagUsage): void {
    this.#taken -= lost.yes + lost.no;
    this.yes += lost.yes;
    this.no += lost.no;
    this.#variants = addVariants(this.#variants ?? emptyVariants(), lost.variants);
  }

  /** Hands the count over and begins anew; undefined where nothing was counted. */
  take(): FlagUsage | undefined {
    if (this.yes + this.no === 0) return undefined;
    const taken = { yes: this.yes, no: this.no, variants: this.#variants ?? emptyVariants() };
    this.#taken += this.yes + this.no;
    this.yes = 0;
    this.no = 0;
    this.#variants = undefined;
    this.wasAsked = true;
    return taken;
  }
}

/** Counts evaluations per flag, and remembers which flags were ever asked for. */
export class Usage {
  /** Flags that the server has sent; as many as it sends. */
  readonly #known = new Map<string, FlagCount>();
  /** Keys that were asked for when the server had sent no such flag. */
  #others = new Map<string, FlagUsage>();
  readonly #otherKeys = new Set<string>();

  /** The running count of a flag that exists, the same object at each call. */
  countOf(flag: string): FlagCount {
    const known = this.#known.get(flag);
    if (known !== undefined) return known;
    const count = new FlagCount();
    this.#known.set(flag, count);
    return count;
  }

  /** Counts one evaluation of a key that may be no flag at all. */
  count(flag: string, enabled: boolean, variant: string | undefined): void {
    if (this.#otherKeys.size < MOST_FLAGS) this.#otherKeys.add(flag);
    const usage = this.#other(flag);
    if (usage === undefined) return;
    if (enabled) usage.yes += 1;
    else usage.no += 1;
    if (variant !== undefined) usage.variants[variant] = (usage.variants[variant] ?? 0) + 1;
  }

  /** Keys of the flags that were asked for since the start, at most 2000; those that exist come first. */
  asked(): string[] {
    const known = [...this.#known].filter(([, count]) => count.isAsked).map(([flag]) => flag);
    const keys = new Set([...known, ...this.#otherKeys]);
    return [...keys].filter((key) => key.length <= LONGEST_KEY).slice(0, MOST_FLAGS);
  }

  /** Hands the counts over and begins anew. */
  take(): ReadonlyMap<string, FlagUsage> {
    const taken = this.#others;
    this.#others = new Map();
    for (const [flag, count] of this.#known) {
      const usage = count.take();
      if (usage === undefined) continue;
      const other = taken.get(flag);
      if (other === undefined) taken.set(flag, usage);
      else addTo(other, usage);
    }
    return taken;
  }

  /** Puts back counts that could not be delivered. */
  giveBack(taken: ReadonlyMap<string, FlagUsage>): void {
    for (const [flag, lost] of taken) {
      const known = this.#known.get(flag);
      const other = known === undefined ? this.#other(flag) : undefined;
      if (other !== undefined) addTo(other, lost);
      known?.giveBack(lost);
    }
  }

  #other(flag: string): FlagUsage | undefined {
    const known = this.#others.get(flag);
    if (known !== undefined) return known;
    if (this.#others.size >= MOST_FLAGS) return undefined;
    const usage: FlagUsage = { yes: 0, no: 0, variants: emptyVariants() };
    this.#others.set(flag, usage);
    return usage;
  }
}

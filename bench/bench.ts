/** How a bench is run. */
export interface BenchOptions {
  /** Seed of everything that is drawn at random, so that a run can be repeated. */
  readonly seed: number;
  /** Fewer rounds: enough to see that it works, not to judge a figure by. */
  readonly short: boolean;
  /** Shows progress on standard error. */
  readonly say: (line: string) => void;
}

/** What a bench measured. */
export interface Measured {
  readonly figures: Readonly<Record<string, number>>;
  /** Who it was compared with, and in which version. */
  readonly peer: string;
  /** What a reader must know of how it was measured. */
  readonly note: string;
}

/** One bench: `bench/<name>/bench.ts` exports it as `bench`. */
export interface Bench {
  /** Goal of each figure: `<= number` or `>= number`. */
  readonly goals: Readonly<Record<string, string>>;
  /** Measures; rejects where it could not. */
  run(options: BenchOptions): Promise<Measured>;
}

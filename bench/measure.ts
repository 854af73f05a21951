/** Something to be compared: does its work `times` times. */
export type Contender = (times: number) => void;

/** How contenders are compared. */
export interface MeasureOptions {
  readonly rounds: number;
  /** Calls per round. */
  readonly times: number;
}

/** The middle of a list; NaN for none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
};

/** Nanoseconds of CPU of this process, all its threads together. */
const cpuNs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) * 1_000;
};

const roundNs = (contender: Contender, times: number): number => {
  const before = process.cpuUsage();
  contender(times);
  return cpuNs(before) / times;
};

/**
 * Nanoseconds of CPU per call of each contender: rounds are interleaved, so that what slows the machine slows all of
 * them, and the median round counts. The first round of each only warms up.
 */
export const measureNs = <K extends string>(
  contenders: Readonly<Record<K, Contender>>,
  { rounds, times }: MeasureOptions,
): Record<K, number> => {
  const entries = Object.entries<Contender>(contenders);
  const taken = new Map(entries.map(([name]): [string, number[]] => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, contender] of entries) {
      const ns = roundNs(contender, times);
      if (round > 0) taken.get(name)?.push(ns);
    }
  }
  return Object.fromEntries([...taken].map(([name, values]) => [name, median(values)])) as Record<K, number>;
};

import type { Labels } from '../relabel/relabel.ts';

/** Targets as they were found: their addresses, and the labels that they share with those told of where they came from. */
export type DiscoveredGroup = { targets: readonly string[]; labels: Labels };

/** Finds targets; what it last found stays in force while it cannot look. */
export type Discovery = {
  /** Where it looks, for the log and the status page. */
  readonly name: string;
  readonly groups: readonly DiscoveredGroup[];
  /** What is wrong with it now; empty where nothing is. */
  readonly problem: string;
  /** Looks again; resolves also where it failed. */
  refresh(): Promise<void>;
  /** How long to wait before it looks again, in ms. */
  readonly everyMs: number;
};

/** Who a flag's change is written down for. */
export interface FlagAuthor {
  /** The author's number in the flag engine. */
  id: number;
  name: string;
  address: string;
}

/** What a flag is for. */
export type FlagType = 'kill-switch' | 'release' | 'operational';

/** How far a flag reaches; `percent` of requests, where it is enabled. */
export interface Reach {
  enabled: boolean;
  percent: number;
}

/** One flag of several that are changed together; without a percentage the flag keeps its own, told apart by `stickiness` or `default`. */
export interface Flip {
  flag: string;
  enabled: boolean;
  percent?: number | undefined;
  stickiness?: string;
}

/** What the control plane asks of the flag engine, in the one environment that it serves. */
export interface FlagEngine {
  /** `isTouched`: somebody has enabled or disabled it before. */
  find(flag: string): Promise<{ type: string; enabled: boolean; isTouched: boolean } | undefined>;
  /** How far each of the known flags reaches. */
  listReach(flags: readonly string[]): Promise<Map<string, Reach>>;
  create(
    flag: { key: string; title: string; type: FlagType; percent?: number | undefined },
    author: FlagAuthor,
  ): Promise<void>;
  setEnabled(flag: string, enabled: boolean, author: FlagAuthor): Promise<void>;
  /** Sets the percentage of users that an enabled flag reaches; the same users stay in. */
  setShare(flag: string, percent: number, stickiness: string, author: FlagAuthor): Promise<void>;
  /** All of the flips, or none of them. */
  flipTogether(flips: readonly Flip[], author: FlagAuthor): Promise<void>;
  /** Gives a flag one value for everybody, as the payload of its only variant, and enables it. */
  setValue(
    flag: { key: string; title: string; variant: string; json: string },
    author: FlagAuthor,
  ): Promise<void>;
}

/** Who a flag's change is written down for. */
export interface FlagAuthor {
  /** The author's number in the flag engine. */
  id: number;
  name: string;
  address: string;
}

/** What the control plane asks of the flag engine, in the one environment that it serves. */
export interface FlagEngine {
  /** `isTouched`: somebody has enabled or disabled it before. */
  find(flag: string): Promise<{ type: string; enabled: boolean; isTouched: boolean } | undefined>;
  /** Whether each of the known flags is enabled. */
  listEnabled(flags: readonly string[]): Promise<Map<string, boolean>>;
  create(
    flag: { key: string; title: string; type: 'kill-switch' | 'release'; percent?: number | undefined },
    author: FlagAuthor,
  ): Promise<void>;
  setEnabled(flag: string, enabled: boolean, author: FlagAuthor): Promise<void>;
  /** Sets the percentage of users that an enabled flag reaches; the same users stay in. */
  setShare(flag: string, percent: number, stickiness: string, author: FlagAuthor): Promise<void>;
}

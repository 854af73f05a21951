/** What a holder is asked to do. */
export type HolderOrder =
  | { readonly kind: 'open'; readonly count: number }
  /** From now on each connection reports as an instance does: at each revision, and every five seconds. */
  | { readonly kind: 'beat' }
  /** No more of that: the connections are only held. */
  | { readonly kind: 'rest' };

/** What a holder tells. */
export type HolderNews =
  /** So many connections hold a whole state. */
  | { readonly kind: 'opened'; readonly connections: number }
  /** All of its connections hold this state of the switch, the last of them since `at` (milliseconds of the machine's clock). */
  | { readonly kind: 'held'; readonly isLive: boolean; readonly at: number };

/** Where a holder connects to, by its arguments. */
export interface HolderPlan {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  readonly key: string;
}

/** Milliseconds of a clock that all processes of this machine share. */
export const machineNow = (): number => Number(process.hrtime.bigint()) / 1e6;

/** What the load generator is asked to do. */
export type LoadOrder = {
  /** Samples per second, null for as many as are taken. */
  readonly perSecond: number | null;
  readonly seconds: number;
  readonly version: 1 | 2;
  /** Series per second that are made to deviate. */
  readonly deviatePerSecond: number;
};

/** What it tells. */
export type LoadNews =
  | { readonly kind: 'ready' }
  /** A row of a deviating series was sent at `at` (milliseconds of the machine's clock). */
  | { readonly kind: 'deviated'; readonly rows: readonly (readonly [series: number, at: number])[] }
  | { readonly kind: 'done'; readonly sent: number; readonly refused: number };

/** Milliseconds of a clock that all processes of this machine share. */
export const machineNow = (): number => Number(process.hrtime.bigint()) / 1e6;

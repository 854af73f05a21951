import type { Draw } from './draw.ts';
import type { Sheet, Span } from './sheet.ts';

/** A series whose truth is known. */
export interface Drawn {
  readonly values: Float64Array;
  /** Where something is wrong. */
  readonly spans: readonly Span[];
  /** Index of a span that an earlier and larger one may hide. */
  readonly masked?: number;
}

/** Draws series of one kind. */
export type Family = (sheet: Sheet, draw: Draw) => Drawn;

import { clamp } from './clamp.ts';

/**
 * One step of a one-sided cumulative sum: rows beyond `slack` add up, rows inside it pay back.
 * `cap` bounds what one row may add, so that no single row is proof; `limit` bounds the sum, so that it can come back down.
 * Source: E. S. Page, Continuous inspection schemes, 1954.
 */
export function cusumStep(sum: number, deviation: number, slack: number, cap: number, limit: number): number {
  return clamp(sum + clamp(deviation, -slack, cap) - slack, 0, limit);
}

import { ProblemError, sentenceOf } from './problem-error.ts';
import { formatAge, formatClock } from './time.ts';

/** What is known of an answer of the control plane at one moment. */
export interface AwaitedAnswer {
  hasData: boolean;
  /** When the data came, in epoch milliseconds. */
  dataUpdatedAt: number;
  /** Why the last attempt failed; null where it has not. */
  failure: unknown;
  /** It has been waited for longer than an answer usually takes. */
  isLate: boolean;
}

/** What to show where an answer goes: itself (`here`), place holders (`coming`), or why it is `missing` or `old`. */
export type AwaitedView =
  | { kind: 'here' }
  | { kind: 'coming' }
  | { kind: 'missing'; sentence: string }
  /** The sentence goes on after the name of what it is about. */
  | { kind: 'old'; sentence: string };

/** Judges an answer at `now` (epoch ms); a failure is told at once, a silence when it is late. */
export function awaitedView(answer: AwaitedAnswer, now: number): AwaitedView {
  const { hasData, dataUpdatedAt, failure, isLate } = answer;
  if (hasData) {
    // While nobody answers at all, the banner of the page tells the age of everything.
    if (!failure || isAway(failure)) return { kind: 'here' };
    const age = `as of ${formatClock(dataUpdatedAt)}, ${formatAge(now - dataUpdatedAt)} old.`;
    return { kind: 'old', sentence: `${age} ${sentenceOf(failure)}` };
  }
  if (failure) {
    return {
      kind: 'missing',
      sentence: isAway(failure) ? 'The control plane does not answer.' : sentenceOf(failure),
    };
  }
  return isLate
    ? { kind: 'missing', sentence: 'The control plane has not answered yet.' }
    : { kind: 'coming' };
}

function isAway(failure: unknown): boolean {
  return failure instanceof ProblemError && failure.isAway;
}

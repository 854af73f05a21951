import type { GuardPolicy } from './policy.ts';
import { isWhole, numbersOf, type PolicyNumber, withNumbers } from './policy-numbers.ts';

/** How far a number may move at once, up as a factor and down as its inverse. */
const LARGEST_FACTOR = 2;

/** Limits of time that rules tie to other numbers: one that is new waits until those have arrived. */
const tied = ['timeoutMs', 'deadlineMs', 'hedgeAfterMs'] as const;

/** A number that goes from or to 0 switches something on or off; there is no step in that. */
const stepped = (name: PolicyNumber, from: number, to: number): number => {
  if (from === 0 || to === 0) return to;
  const [most, least] = [from * LARGEST_FACTOR, from / LARGEST_FACTOR];
  if (to > most) return most;
  if (to >= least) return to;
  return isWhole(name) ? Math.ceil(least) : least;
};

/**
 * The policy on the way from what is in force to what is wanted in which no number moved by more than twice or less than half;
 * `wanted` itself where that is allowed. Two policies that keep the cross-field rules have only policies between them that do.
 */
export const stepTowards = (inForce: GuardPolicy, wanted: GuardPolicy): GuardPolicy => {
  const from = numbersOf(inForce);
  const short = new Map<PolicyNumber, number>();
  for (const [name, to] of numbersOf(wanted)) {
    const now = from.get(name);
    if (now === undefined) continue;
    const next = stepped(name, now, to);
    // Halving 3 as a whole number gives 2, and then 1: it always arrives.
    if (next !== to) short.set(name, next === now ? to : next);
  }
  if (short.size === 0) return wanted;
  const onTheWay = withNumbers(wanted, short);
  const waiting = tied.filter((name) => inForce[name] === null);
  return { ...onTheWay, ...Object.fromEntries(waiting.map((name) => [name, null])) };
};

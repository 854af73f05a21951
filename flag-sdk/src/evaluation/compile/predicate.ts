import type { FlagContext } from '../../client-types.ts';

/** A question about a context, ready to be asked; it allocates nothing. Throws where what it was compiled from is malformed. */
export type Predicate = (context: FlagContext) => boolean;

export const always: Predicate = () => true;
export const never: Predicate = () => false;

export const not =
  (predicate: Predicate): Predicate =>
  (context) =>
    !predicate(context);

/** Holds where each of `predicates` does; asks them in order and stops at the first that does not hold. */
export const allOf = (predicates: readonly Predicate[]): Predicate => {
  const [first, second, third, ...more] = predicates.filter((predicate) => predicate !== always);
  if (first === undefined) return always;
  if (second === undefined) return first;
  if (third === undefined) return (context) => first(context) && second(context);
  if (more.length === 0) return (context) => first(context) && second(context) && third(context);
  const rest = allOf(more);
  return (context) => first(context) && second(context) && third(context) && rest(context);
};

/** Holds where one of `predicates` does; asks them in order and stops at the first that holds. */
export const anyOf = (predicates: readonly Predicate[]): Predicate => {
  const [first, second, ...more] = predicates.filter((predicate) => predicate !== never);
  if (first === undefined) return never;
  if (second === undefined) return first;
  const rest = anyOf([second, ...more]);
  return (context) => first(context) || rest(context);
};

/**
 * What `compile` gives, or, where it throws, something that throws the same when it is asked. So a malformed part
 * harms only the answers that depend on it.
 */
export const whenAsked = <Args extends readonly unknown[], T>(
  compile: () => (...args: Args) => T,
): ((...args: Args) => T) => {
  try {
    return compile();
  } catch (error) {
    return () => {
      throw error;
    };
  }
};

import type { Constraint } from 'unleash-client/lib/strategy/strategy.js';
import type { Predicate } from '../predicate.ts';
import type { Surroundings } from '../surroundings.ts';

/** A constraint as Unleash sends it. */
export type WireConstraint = Readonly<Constraint>;

/** Turns a constraint into a predicate, before it is inverted. May throw where the constraint is malformed. */
export type CompileOperator = (constraint: WireConstraint, surroundings: Surroundings) => Predicate;

/** The values of a constraint as Unleash takes them: without empty ones, trimmed. */
export const valuesOf = ({ values }: WireConstraint): string[] =>
  values.filter((value) => !!value).map((value) => value.trim());

import { compileCidrOperator } from './operators/cidr.ts';
import { compileDateOperator } from './operators/date.ts';
import { compileInOperator } from './operators/in.ts';
import { compileNumberOperator } from './operators/number.ts';
import type { CompileOperator, WireConstraint } from './operators/operator.ts';
import { compileRegexOperator } from './operators/regex.ts';
import { compileSemverOperator } from './operators/semver.ts';
import { compileTextOperator } from './operators/text.ts';
import { never, not, type Predicate, whenAsked } from './predicate.ts';
import type { Surroundings } from './surroundings.ts';

const operators: ReadonlyMap<string, CompileOperator> = new Map([
  ['IN', compileInOperator],
  ['NOT_IN', (constraint, surroundings) => not(compileInOperator(constraint, surroundings))],
  ['STR_STARTS_WITH', compileTextOperator],
  ['STR_ENDS_WITH', compileTextOperator],
  ['STR_CONTAINS', compileTextOperator],
  ['NUM_EQ', compileNumberOperator],
  ['NUM_GT', compileNumberOperator],
  ['NUM_GTE', compileNumberOperator],
  ['NUM_LT', compileNumberOperator],
  ['NUM_LTE', compileNumberOperator],
  ['DATE_AFTER', compileDateOperator],
  ['DATE_BEFORE', compileDateOperator],
  ['SEMVER_EQ', compileSemverOperator],
  ['SEMVER_GT', compileSemverOperator],
  ['SEMVER_GTE', compileSemverOperator],
  ['SEMVER_LT', compileSemverOperator],
  ['SEMVER_LTE', compileSemverOperator],
  ['REGEX', compileRegexOperator],
  ['IN_CIDR', compileCidrOperator],
] satisfies [string, CompileOperator][]);

/** One constraint; an operator of a newer server never holds, also where the constraint is inverted. */
export const compileConstraint = (
  constraint: WireConstraint | null | undefined,
  surroundings: Surroundings,
): Predicate => {
  const compile = operators.get(constraint?.operator ?? '');
  if (!constraint || compile === undefined) return never;
  return whenAsked(() => {
    const holds = compile(constraint, surroundings);
    return constraint.inverted ? not(holds) : holds;
  });
};

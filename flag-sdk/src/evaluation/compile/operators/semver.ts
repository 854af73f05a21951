import { compare, parse, valid } from 'semver';
import { textReader } from '../context-field.ts';
import { never } from '../predicate.ts';
import type { CompileOperator } from './operator.ts';

const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  SEMVER_EQ: (order) => order === 0,
  SEMVER_GT: (order) => order > 0,
  SEMVER_GTE: (order) => order >= 0,
  SEMVER_LT: (order) => order < 0,
  SEMVER_LTE: (order) => order <= 0,
};

/** `SEMVER_…`: compares the field as a semantic version; what is none never compares. */
export const compileSemverOperator: CompileOperator = (constraint, surroundings) => {
  const { contextName, operator, value } = constraint;
  const read = textReader(contextName, surroundings);
  const limit = parse(value as string);
  const holds = comparisons[operator];
  if (limit === null || holds === undefined) return never;
  return (context) => {
    const version = read(context);
    if (!version || version.startsWith('v') || valid(version) === null) return false;
    return holds(compare(version, limit));
  };
};

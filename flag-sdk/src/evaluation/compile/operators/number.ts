import { fieldReader } from '../context-field.ts';
import { never, type Predicate } from '../predicate.ts';
import type { CompileOperator } from './operator.ts';

const numberOf = (value: unknown): number => {
  if (typeof value === 'number') return value;
  return value === undefined || value === null ? Number.NaN : Number(String(value));
};

type ReadNumber = (context: Parameters<Predicate>[0]) => number;

const comparisons: Readonly<Record<string, (read: ReadNumber, limit: number) => Predicate>> = {
  NUM_EQ: (read, limit) => (context) => read(context) === limit,
  NUM_GT: (read, limit) => (context) => read(context) > limit,
  NUM_GTE: (read, limit) => (context) => read(context) >= limit,
  NUM_LT: (read, limit) => (context) => read(context) < limit,
  NUM_LTE: (read, limit) => (context) => read(context) <= limit,
};

/** `NUM_…`: compares the field as a number; what is no number never compares. */
export const compileNumberOperator: CompileOperator = (constraint, surroundings) => {
  const { contextName, operator, value } = constraint;
  const field = fieldReader(contextName, surroundings);
  const limit = Number(value);
  const compare = comparisons[operator];
  if (compare === undefined || Number.isNaN(limit)) return never;
  return compare((context) => numberOf(field(context)), limit);
};

import { textReader } from '../context-field.ts';
import { type CompileOperator, valuesOf } from './operator.ts';

const comparisons: Readonly<Record<string, (text: string, value: string) => boolean>> = {
  STR_STARTS_WITH: (text, value) => text.startsWith(value),
  STR_ENDS_WITH: (text, value) => text.endsWith(value),
  STR_CONTAINS: (text, value) => text.includes(value),
};

/** `STR_STARTS_WITH`, `STR_ENDS_WITH` and `STR_CONTAINS`: the field begins, ends or contains one of the values. */
export const compileTextOperator: CompileOperator = (constraint, surroundings) => {
  const { contextName, operator, caseInsensitive } = constraint;
  const read = textReader(contextName, surroundings);
  const compare = comparisons[operator] ?? (() => false);
  const values = valuesOf(constraint).map((value) => (caseInsensitive ? value.toLocaleLowerCase() : value));
  const matchesOne = (text: string): boolean => {
    for (const value of values) if (compare(text, value)) return true;
    return false;
  };
  return (context) => {
    const text = read(context);
    if (text === undefined) return false;
    return matchesOne(caseInsensitive ? text.toLocaleLowerCase() : text);
  };
};

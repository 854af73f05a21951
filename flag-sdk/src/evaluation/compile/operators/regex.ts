import { RE2JS } from 're2js';
import { textReader } from '../context-field.ts';
import { never } from '../predicate.ts';
import type { CompileOperator } from './operator.ts';

/** The pattern in RE2's syntax, which takes linear time for any text; undefined where it is none. */
const patternOf = (source: unknown, caseInsensitive: boolean): RE2JS | undefined => {
  try {
    return RE2JS.compile(source as string, caseInsensitive ? RE2JS.CASE_INSENSITIVE : undefined);
  } catch {
    return undefined;
  }
};

/** `REGEX`: the pattern is found in the field; a pattern that RE2 refuses never is. */
export const compileRegexOperator: CompileOperator = (constraint, surroundings) => {
  const { contextName, value, caseInsensitive } = constraint;
  const read = textReader(contextName, surroundings);
  const pattern = patternOf(value, caseInsensitive === true);
  if (pattern === undefined) return never;
  return (context) => {
    const text = read(context);
    return text !== undefined && pattern.matcher(text).find();
  };
};

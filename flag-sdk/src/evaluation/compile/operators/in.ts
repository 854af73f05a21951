import { textReader } from '../context-field.ts';
import { type CompileOperator, valuesOf } from './operator.ts';

/** `IN`: the field is one of the values, however many there are. */
export const compileInOperator: CompileOperator = (constraint, surroundings) => {
  const read = textReader(constraint.contextName, surroundings);
  const values = new Set(valuesOf(constraint));
  const [only] = values;
  if (values.size === 1) return (context) => read(context) === only;
  return (context) => {
    const value = read(context);
    return value !== undefined && values.has(value);
  };
};

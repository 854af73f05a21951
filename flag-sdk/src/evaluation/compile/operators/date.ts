import type { FlagContext } from '../../../client-types.ts';
import type { CompileOperator } from './operator.ts';

const millisecondsOf = (date: Date | string | number): number =>
  date instanceof Date ? date.getTime() : new Date(date).getTime();

/**
 * `DATE_AFTER` and `DATE_BEFORE`: compares the context's `currentTime`, or else the server's clock as far as it was heard.
 */
export const compileDateOperator: CompileOperator = ({ operator, value }, { now }) => {
  const limit = new Date(value as Date | string | number).getTime();
  const timeOf = ({ currentTime }: FlagContext) => (currentTime ? millisecondsOf(currentTime) : now());
  return operator === 'DATE_AFTER'
    ? (context) => timeOf(context) > limit
    : (context) => timeOf(context) < limit;
};

import { Address4, Address6 } from 'ip-address';
import { textReader } from '../context-field.ts';
import { type CompileOperator, valuesOf } from './operator.ts';

const isWithin = <A extends Address4 | Address6>(address: A, range: A): boolean =>
  address.correctForm() === range.correctForm() || address.isInSubnet(range);

/** `IN_CIDR`: the field is an IPv4 or IPv6 address of one of the ranges; ranges that are none are left out. */
export const compileCidrOperator: CompileOperator = (constraint, surroundings) => {
  const read = textReader(constraint.contextName, surroundings);
  const values = valuesOf(constraint);
  const ranges4 = values.filter((value) => Address4.isValid(value)).map((value) => new Address4(value));
  const ranges6 = values.filter((value) => Address6.isValid(value)).map((value) => new Address6(value));
  return (context) => {
    const text = read(context);
    if (text === undefined) return false;
    if (Address4.isValid(text)) {
      const address = new Address4(text);
      return ranges4.some((range) => isWithin(address, range));
    }
    if (!Address6.isValid(text)) return false;
    const address = new Address6(text);
    return ranges6.some((range) => isWithin(address, range));
  };
};

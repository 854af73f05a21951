import { expect, it } from 'vitest';
import { splitCsvLine } from './csv-line.ts';

it.each([
  ['a,b,c', ['a', 'b', 'c']],
  [' a , "b, c" ,', ['a', 'b, c', '']],
  ['"say ""yes""",1', ['say "yes"', '1']],
  ['"open,1', null],
])('splits %s', (line, fields) => {
  expect(splitCsvLine(line)).toEqual(fields);
});

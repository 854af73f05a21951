import { expect, test } from 'vitest';
import { shortName } from './short-name.ts';

test.each([
  ['Rosa Responder', 'Ro'],
  ['Remi Release', 'Re'],
  ['ada', 'Ad'],
  ['O Neill', 'O'],
  ['', ''],
])('“%s” is shortened to “%s”', (name, short) => {
  expect(shortName(name)).toBe(short);
});

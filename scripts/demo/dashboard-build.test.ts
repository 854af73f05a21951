import { expect, test } from 'vitest';
import { whyBuild } from './dashboard-build.ts';

test.each([
  [undefined, 'a', 'first build'],
  ['b', 'a', 'sources had changed'],
  ['a', 'a', 'unchanged'],
])('built of %s while the sources are %s: %s', (builtOf, wanted, why) => {
  expect(whyBuild(builtOf, wanted)).toBe(why);
});

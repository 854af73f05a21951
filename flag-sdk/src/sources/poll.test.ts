import { expect, test } from 'vitest';
import { revisionOfEtag } from './poll.ts';

test.each([
  ['"76d8bb0e:1234:v1"', 1234],
  ['W/"76d8bb0e:1234:v1"', 1234],
  ['"76d8bb0e:7"', 7],
  ['"76d8bb0e"', undefined],
  ['"a:b:v1"', undefined],
  ['', undefined],
  [null, undefined],
])('the revision of %j is %j', (etag, revision) => {
  expect(revisionOfEtag(etag)).toBe(revision);
});

import { expect, it } from 'vitest';
import { saysAway } from './says-away.ts';

it.each([
  ['nobody listens', { code: 'ECONNREFUSED' }],
  ['it shuts down', { code: '57P01' }],
  ['it has no connection left', { code: '53300' }],
  ['its disk is full', { code: '53100' }],
  ['its disk fails', { code: '58030' }],
  ['it has become a standby, which only reads', { code: '25006' }],
  ['it gives a statement up', { code: '57014' }],
  ['nothing comes from it', { message: 'Query read timeout' }],
  ['the pool waited in vain', { message: 'timeout exceeded when trying to connect' }],
])('a kill goes to the journal where %s', (_case, error) => {
  expect(saysAway(error)).toBe(true);
});

it.each([
  ['a row that is there already', { code: '23505' }],
  ['a text that cannot be stored', { code: '22021' }],
  ['a mistake in a statement', { code: '42601' }],
  ['nothing at all', undefined],
])('%s is no outage', (_case, error) => {
  expect(saysAway(error)).toBe(false);
});

import { expect, test } from 'vitest';
import { type AwaitedAnswer, awaitedView } from './awaited-view.ts';
import { ProblemError } from './problem-error.ts';

const at = Date.parse('2026-11-21T02:51:07.000Z');
const away = new ProblemError({
  status: 502,
  code: 'control_plane_away',
  detail: 'The control plane does not answer. Running services keep their last known switches.',
});
const noDatabase = new ProblemError({
  status: 503,
  code: 'database.away',
  detail: 'Postgres does not answer.',
});
const view = (answer: Partial<AwaitedAnswer>, now = at) =>
  awaitedView({ hasData: false, dataUpdatedAt: 0, failure: null, isLate: false, ...answer }, now);

test('what has just been asked for is coming', () => {
  expect(view({})).toEqual({ kind: 'coming' });
});

test('what nobody answers is missing once it is late', () => {
  expect(view({ isLate: true })).toEqual({
    kind: 'missing',
    sentence: 'The control plane has not answered yet.',
  });
});

test('a refusal is told at once, with its reason', () => {
  expect(view({ failure: noDatabase })).toEqual({ kind: 'missing', sentence: 'Postgres does not answer.' });
  expect(view({ failure: away })).toEqual({
    kind: 'missing',
    sentence: 'The control plane does not answer.',
  });
});

test('what is known stays, with its age where it could not be renewed', () => {
  const known = { hasData: true, dataUpdatedAt: at, isLate: true };
  expect(view(known)).toEqual({ kind: 'here' });
  expect(view({ ...known, failure: noDatabase }, at + 43_000)).toEqual({
    kind: 'old',
    sentence: 'as of 02:51:07Z, 43 s old. Postgres does not answer.',
  });
});

test('while nobody answers at all the banner of the page tells the age, not each list', () => {
  expect(view({ hasData: true, dataUpdatedAt: at, failure: away })).toEqual({ kind: 'here' });
});

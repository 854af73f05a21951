import { expect, test } from 'vitest';
import { ProblemError, sentenceOf, toProblemError } from './problem-error.ts';

test("a problem's own sentence is what people read", () => {
  const error = toProblemError(422, { code: 'reason_missing', detail: 'Say why in at least 3 characters.' });
  expect(sentenceOf(error)).toBe('Say why in at least 3 characters.');
  expect(error.code).toBe('reason_missing');
});

test.each([
  ['an empty body', ''],
  ['a page of HTML', '<html>'],
  ['nothing', null],
])('%s still gives a sentence with the status', (_, body) => {
  expect(toProblemError(500, body).message).toContain('500');
});

test('an unforeseen error never shows its internals', () => {
  expect(sentenceOf(new TypeError("Cannot read properties of undefined (reading 'x')"))).not.toContain(
    'undefined',
  );
});

test('only an unanswered request counts as away', () => {
  expect(new ProblemError({ status: 502, code: 'control_plane_away', detail: 'x' }).isAway).toBe(true);
  expect(new ProblemError({ status: 502, code: 'detector_away', detail: 'x' }).isAway).toBe(false);
});

import type { KillTerm } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { expiresInS, termChoices, termHint, termView } from './term-view.ts';

const now = Date.parse('2026-11-21T03:00:00.000Z');
const term = (more: Partial<KillTerm> = {}): KillTerm => ({
  since: '2026-11-21T02:51:07.000Z',
  expiresAt: null,
  reviewAt: null,
  warning: null,
  warningText: null,
  renewals: 0,
  level: null,
  ...more,
});

test.each([
  [{ expiresAt: '2026-11-21T04:20:00.000Z' }, 'expires in 1 h 20 min'],
  [{ expiresAt: '2026-11-21T02:58:00.000Z' }, 'expired 2 min ago'],
  [{ reviewAt: '2026-11-22T02:00:00.000Z' }, 'has no end, to be looked at again in 23 h'],
  [{ reviewAt: '2026-11-21T02:00:00.000Z' }, 'has no end, to be looked at now'],
  [{}, 'has no end'],
  [
    { expiresAt: '2026-11-21T03:10:00.000Z', level: 'L2', renewals: 1 },
    'expires in 10 min · by level L2 · renewed once',
  ],
])('a term %o reads "%s"', (more, text) => {
  expect(termView(term(more), now)).toEqual({ text, mark: null, warning: null });
});

test('a warning is said in the words of the control plane, and is amber', () => {
  const given = term({ warning: 'expires_soon', warningText: 'Expires in 4 min. Renew it.' });
  expect(termView(given, now)).toMatchObject({ mark: 'partial', warning: 'Expires in 4 min. Renew it.' });
  expect(termView(term({ warning: 'review_due' }), now).warning).toMatch(/renew it/);
});

test('each choice says what it leads to', () => {
  expect(termChoices.map(({ value }) => expiresInS(value))).toEqual([1800, 7200, 28_800, null]);
  expect(termHint('open')).toMatch(/stays killed/);
  expect(termHint('1800')).toMatch(/restored in steps/);
});

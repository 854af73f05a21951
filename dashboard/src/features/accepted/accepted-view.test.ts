import { type Acceptance, alertIdOf } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { alertId, consequenceText, patternText } from './accepted-view.ts';

const acceptance: Acceptance = {
  id: 'f00d-1',
  seriesKey: 'error_ratio',
  shape: 'height',
  direction: 1,
  limit: 0.57,
  evidence: 3,
  sentence: 'errors',
  by: 'ana@example.test',
  note: 'the import',
  at: '2026-01-01T00:00:00.000Z',
};

test('an alert is named by its series and its start', () => {
  const alert = { fingerprint: 'f00d', startsAt: '2026-01-01T00:00:00.000Z' };
  expect(alertId(alert)).toBe(alertIdOf(alert));
});

test.each<[Partial<Acceptance>, string]>([
  [{}, 'up to 57 %'],
  [{ direction: -1, limit: 0.02 }, 'down to 2 %'],
  [{ shape: 'spread' }, 'scatter like this'],
  [{ shape: 'gap' }, 'silence'],
])('%o is called "%s"', (more, text) => {
  expect(patternText({ ...acceptance, ...more }, '1')).toBe(text);
});

test('what is said before it is accepted speaks of the side on which it was', () => {
  expect(consequenceText({ kind: 'spike', direction: 1 })).toMatch(/as high as these/);
  expect(consequenceText({ kind: 'shift', direction: -1 })).toMatch(/as low as these/);
  expect(consequenceText({ kind: 'spread', direction: 1 })).toMatch(/scatter as widely/);
  expect(consequenceText({ kind: 'gap', direction: -1 })).toMatch(/^Silence/);
});

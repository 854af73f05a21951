import type { Acceptance } from '../src/contract/index.ts';

/** What Ada has called no anomaly of a series: a gap, unless `more` says what else. */
export const acceptanceBy = (seriesKey: string, more: Partial<Acceptance> = {}): Acceptance => ({
  id: 'a',
  seriesKey,
  shape: 'gap',
  direction: 1,
  limit: 0,
  evidence: 1,
  sentence: 's',
  by: 'ada',
  note: '',
  at: '2026-11-21T00:00:00Z',
  ...more,
});

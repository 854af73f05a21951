import type { Series } from '../src/contract/index.ts';

/** A series of which nothing is known but its values, unless `more` says so. */
export const plainSeries = (key: string, more: Partial<Series> = {}): Series => ({
  key,
  service: 'order',
  direction: 'self',
  peer: '',
  metric: 'm',
  unit: '',
  signal: 'other',
  worse: 'both',
  ...more,
});

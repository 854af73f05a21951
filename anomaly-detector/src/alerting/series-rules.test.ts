import { describe, expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import { isMuted, rulingOf, type SeriesRule } from './series-rules.ts';

const series = plainSeries('order|self||queue_depth', { metric: 'queue_depth' });
const night = { days: ['sat'] as const, from: 0, to: 60, timezone: 'UTC' };
const rule = (more: Partial<SeriesRule>): SeriesRule => ({ match: {}, mute: [], ...more });

describe('the rules for a series', () => {
  it('leave it as it is where none matches', () => {
    const rules = [rule({ match: { service: /^payment$/ }, worse: 'up', mute: [night] })];
    expect(rulingOf(rules, series)).toEqual({ worse: 'both', mute: [] });
  });

  it('let the last direction count and every window', () => {
    const rules = [
      rule({ worse: 'down', mute: [night] }),
      rule({ match: { metric: /^queue_.*$/, service: /^order$/ }, worse: 'up' }),
      rule({ match: { metric: /^queue_.*$/ }, mute: [night] }),
    ];
    expect(rulingOf(rules, series)).toEqual({ worse: 'up', mute: [night, night] });
  });

  it('mute while any window lasts', () => {
    expect(isMuted([night], Date.parse('2026-11-21T00:30:00Z'))).toBe(true);
    expect(isMuted([night], Date.parse('2026-11-21T01:00:00Z'))).toBe(false);
    expect(isMuted([], Date.parse('2026-11-21T00:30:00Z'))).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import type { Propagation } from '../../../contract/index.ts';
import { isConfirmed, propagationText, silentText } from './propagation-text.ts';

const propagation = (confirmed: number, total: number): Propagation => ({
  changeId: 'c1',
  revision: 12,
  at: '2026-11-21T02:51:07.000Z',
  total,
  confirmed,
  confirmedMs: confirmed === total ? 119.6 : null,
  instances: Array.from({ length: total }, (_, index) => ({
    id: `gateway-${index + 1}`,
    service: 'gateway',
    revision: index < confirmed ? 12 : 11,
    confirmedMs: index < confirmed ? 100 : null,
  })),
});

describe('proof of propagation', () => {
  it('is the number of instances and the time to the last', () => {
    expect(propagationText('KILLED', propagation(7, 7), 300)).toBe('KILLED · 7/7 confirmed in 120 ms');
  });

  it('says how long it waited when some are silent', () => {
    expect(propagationText('KILLED', propagation(5, 7), 10_000)).toBe('KILLED · 5/7 confirmed after 10.0 s');
  });

  it('does not claim proof where nothing is running', () => {
    expect(propagationText('LIVE', propagation(0, 0), 0)).toBe(
      'LIVE · stored; no instance is running that could confirm',
    );
  });

  it('names the silent instances only', () => {
    expect(silentText(propagation(1, 2))).toContain('silent: gateway-2 (revision 11).');
  });

  it('is complete only when each has confirmed', () => {
    expect(isConfirmed(propagation(6, 7))).toBe(false);
    expect(isConfirmed(propagation(7, 7))).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { alert } from '../../test/findings.ts';
import { isSymptom, servicesOf, severityOf } from './finding.ts';

describe('severityOf', () => {
  it.each([
    ['latency doubled', { signal: 'latency', value: 0.04, expected: 0.02 }, 1],
    ['latency times 32 and more', { signal: 'latency', value: 4, expected: 0.02 }, 5],
    ['a tenth of requests failing', { signal: 'errors', value: 0.1, expected: 0 }, 1.5],
    ['all requests failing', { signal: 'errors', value: 1, expected: 0 }, 5],
    ['no instance left', { signal: 'availability', value: 0, expected: 1 }, 5],
    ['half of the instances left', { signal: 'availability', value: 0.5, expected: 1 }, 2.5],
    ['no traffic', { signal: 'traffic', value: 0, expected: 40 }, 3],
  ] as const)('%s', (_, sketch, severity) => {
    expect(severityOf(alert({ service: 'a', ...sketch }))).toBeCloseTo(severity, 6);
  });

  it('falls back to the score where values are unknown', () => {
    expect(severityOf({ signal: 'other', value: Number.NaN, expected: Number.NaN, score: 0.7 })).toBeCloseTo(
      1.4,
      12,
    );
  });
});

it('speaks of caller and callee for an outbound edge, else of one service', () => {
  expect(servicesOf(alert({ service: 'a', peer: 'b' }))).toEqual(['a', 'b']);
  expect(servicesOf(alert({ service: 'a' }))).toEqual(['a']);
});

it('does not count what a process knows of itself as a symptom, except that it is gone', () => {
  expect(isSymptom(alert({ service: 'a', signal: 'saturation', direction: 'self' }))).toBe(false);
  expect(isSymptom(alert({ service: 'a', signal: 'availability', direction: 'self' }))).toBe(true);
  expect(isSymptom(alert({ service: 'a', signal: 'errors' }))).toBe(true);
});

import { describe, expect, it } from 'vitest';
import { fromScale, isWorthwhile, rowVariance, spreadFloor, toScale } from './scale.ts';
import { traitsOf } from './traits.ts';

const latency = traitsOf({ signal: 'latency', unit: 's', worse: 'up' });
const errors = traitsOf({ signal: 'errors', unit: '1', worse: 'up' });
const traffic = traitsOf({ signal: 'traffic', unit: '1/s', worse: 'down' });

describe('scale', () => {
  it('turns there and back', () => {
    expect(fromScale(latency, toScale(latency, 0.25))).toBeCloseTo(0.25, 12);
    expect(fromScale(errors, toScale(errors, 0.25))).toBe(0.25);
  });

  it('never leaves the range of a ratio', () => {
    expect(fromScale(errors, 1.4)).toBe(1);
    expect(fromScale(errors, -0.2)).toBe(0);
  });

  it('sees the same latency in any unit of time', () => {
    const inMs = traitsOf({ signal: 'latency', unit: 'ms', worse: 'up' });
    const step = toScale(latency, 0.4) - toScale(latency, 0.02);
    expect(toScale(inMs, 400) - toScale(inMs, 20)).toBeCloseTo(step, 12);
  });
});

describe('isWorthwhile', () => {
  it.each([
    ['a latency that grows by a few ms', latency, 0.012, 0.004, false],
    ['a latency that grows by 400 ms', latency, 0.42, 0.02, true],
    ['a slow call that grows by a tenth', latency, 1.1, 1, false],
    ['an error ratio of one percent', errors, 0.01, 0, false],
    ['an error ratio of thirty percent', errors, 0.3, 0.001, true],
    ['traffic that falls by a fifth', traffic, 32, 40, false],
    ['traffic that is gone', traffic, 0, 40, true],
  ])('%s', (_, traits, value, expected, outcome) => {
    expect(isWorthwhile(traits, value, expected)).toBe(outcome);
  });
});

describe('rowVariance', () => {
  const ofErrors = (count: number) => rowVariance(errors, 0, 0, count, 80, 2, true);
  const ofLatency = (count: number, typical: number, isAbove: boolean) =>
    rowVariance(latency, 0, 0.3, count, typical, 2, isAbove);

  it('makes one failure of two requests less than the band is wide, and four of four far more', () => {
    expect(0.5 / Math.sqrt(ofErrors(2))).toBeLessThan(2);
    expect(1 / Math.sqrt(ofErrors(4))).toBeGreaterThan(6);
  });

  it('leaves a ratio of eighty requests telling', () => {
    expect(0.3 / Math.sqrt(ofErrors(80))).toBeGreaterThan(12);
  });

  it('widens a percentile of fewer requests than usual', () => {
    expect(ofLatency(20, 80, true)).toBeCloseTo(0.27, 12);
    expect(ofLatency(160, 80, true)).toBe(0);
  });

  it('widens it downwards alone where it is the largest of few anyway', () => {
    expect(ofLatency(2, 8, true)).toBe(0);
    expect(ofLatency(2, 8, false)).toBeCloseTo(0.27, 12);
    expect(ofLatency(2, 80, true)).toBe(ofLatency(20, 80, true));
  });

  it('adds nothing where the number of requests is unknown', () => {
    expect(ofErrors(Number.NaN)).toBe(0);
  });
});

it('grants every kind of series a least spread', () => {
  for (const traits of [latency, errors, traffic]) expect(spreadFloor(traits, 10)).toBeGreaterThan(0);
});

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
  it('makes a ratio of two requests worth nothing', () => {
    expect(0.5 / Math.sqrt(rowVariance(errors, 0, 0, 2, 80, 2))).toBeLessThan(1.1);
  });

  it('leaves a ratio of eighty requests telling', () => {
    expect(0.3 / Math.sqrt(rowVariance(errors, 0, 0, 80, 80, 2))).toBeGreaterThan(12);
  });

  it('widens a percentile of fewer requests than usual', () => {
    expect(rowVariance(latency, 0, 0.3, 20, 80, 2)).toBeCloseTo(0.27, 12);
    expect(rowVariance(latency, 0, 0.3, 160, 80, 2)).toBe(0);
  });

  it('adds nothing where the number of requests is unknown', () => {
    expect(rowVariance(errors, 0, 0, Number.NaN, 80, 2)).toBe(0);
  });
});

it('grants every kind of series a least spread', () => {
  for (const traits of [latency, errors, traffic]) expect(spreadFloor(traits, 10)).toBeGreaterThan(0);
});

import { describe, expect, it } from 'vitest';
import { emptyPoint, type Point } from '../baseline/point.ts';
import type { Alert } from '../contract/index.ts';
import { applyAccepted, patternOf } from './accepted-pattern.ts';

const alert = (more: Partial<Alert>): Alert => ({
  fingerprint: 'f',
  seriesKey: 'order|self||queue_depth',
  service: 'order',
  direction: 'self',
  peer: '',
  metric: 'queue_depth',
  signal: 'other',
  unit: '',
  kind: 'shift',
  startsAt: '2026-11-21T12:00:00.000Z',
  endsAt: null,
  score: 0.6,
  value: 180,
  extreme: 200,
  expected: 100,
  lower: 90,
  upper: 110,
  sentence: '',
  why: '',
  ...more,
});
const deviating = (more: Partial<Point>): Point => ({
  ...emptyPoint(),
  isReady: true,
  expected: 100,
  lower: 90,
  upper: 110,
  deviation: 9,
  isDeviating: true,
  evidence: 1.4,
  score: 0.58,
  kind: 'shift',
  direction: 1,
  ...more,
});
const judged = (accepted: Partial<Alert>, value: number, more: Partial<Point> = {}): Point => {
  const point = deviating(more);
  applyAccepted([patternOf(alert(accepted))], value, point);
  return point;
};

it('is a number that can be stored, also of a deviation beyond all doubt', () => {
  expect(patternOf(alert({ kind: 'spread', score: 1 })).evidence).toBe(Number.MAX_VALUE);
});

it('reaches no further than values can', () => {
  const share = alert({ signal: 'errors', unit: '1', extreme: 1, expected: 0.01 });
  expect(patternOf(share).limit).toBe(1);
});

describe('what was accepted of a series', () => {
  it('is no alert again, up to a tenth beyond, and widens the band so far', () => {
    expect(judged({}, 205)).toMatchObject({ evidence: 0, score: 0, kind: '', isDeviating: false });
    expect(judged({}, 205)).toMatchObject({ lower: 90, upper: 210 });
  });

  it('leaves what goes further an alert', () => {
    expect(judged({}, 211)).toMatchObject({ evidence: 1.4, kind: 'shift', isDeviating: true });
  });

  it('leaves the other direction an alert', () => {
    expect(judged({}, 50, { direction: -1 })).toMatchObject({ evidence: 1.4, lower: 90 });
    expect(judged({ extreme: 40 }, 38, { direction: -1 })).toMatchObject({
      evidence: 0,
      lower: 34,
      upper: 110,
    });
  });

  it('takes spikes, shifts and drifts of the same height for the same', () => {
    expect(judged({ kind: 'spike' }, 190, { kind: 'drift' }).evidence).toBe(0);
  });

  it('takes the scatter of a step to that height, and what is left of it on the way back, for the same', () => {
    expect(judged({}, 190, { kind: 'spread' }).evidence).toBe(0);
    expect(judged({}, 101, { direction: 0, deviation: 0 }).evidence).toBe(0);
    expect(judged({}, 99, { direction: -1, deviation: -0.4 }).evidence).toBe(0);
  });

  it('leaves another kind an alert', () => {
    expect(judged({ kind: 'spread' }, 190).evidence).toBe(1.4);
    expect(judged({}, 105, { kind: 'spread' }).evidence).toBe(1.4);
    expect(judged({}, Number.NaN, { kind: 'gap' }).evidence).toBe(1.4);
  });

  it('holds a spread and a silence to their strength, and widens no band for them', () => {
    expect(judged({ kind: 'spread' }, 105, { kind: 'spread' })).toMatchObject({ evidence: 0, upper: 110 });
    expect(judged({ kind: 'spread' }, 105, { kind: 'spread', evidence: 1.7 }).evidence).toBe(1.7);
    expect(judged({ kind: 'gap' }, Number.NaN, { kind: 'gap' }).evidence).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { emptyPoint, type Point } from '../baseline/point.ts';
import { type AlertStep, calmRows, learningOf, quietState, stepAlert } from './alert-state.ts';

const inside: Partial<Point> = {};
const strange: Partial<Point> = { isDeviating: true, evidence: 0.4, deviation: 9 };
const sure: Partial<Point> = { isDeviating: true, evidence: 1.2, deviation: 12, kind: 'shift' };

/** Feeds rows two seconds apart and returns what happened, with the second in which it did. */
function feed(rows: readonly Partial<Point>[], state = quietState(), from = 0) {
  const steps: { second: number; step: AlertStep }[] = [];
  rows.forEach((row, index) => {
    const second = from + index * 2;
    const point = { ...emptyPoint(), isReady: true, ...row };
    const step = stepAlert(state, { at: second * 1000, value: 1, intervalS: 2 }, point);
    if (step.type === 'started' || step.type === 'ended') steps.push({ second, step: structuredClone(step) });
  });
  return { steps, state };
}

const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

describe('stepAlert', () => {
  it('starts once, dated back to the first deviating row', () => {
    const { steps } = feed([inside, strange, strange, sure, sure, sure]);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ second: 6, step: { type: 'started', held: { startsAt: 2000 } } });
  });

  it('does not date back over rows in which the evidence was gone', () => {
    const { steps } = feed([strange, inside, inside, strange, sure]);
    expect(steps[0]!.step).toMatchObject({ held: { startsAt: 6000 } });
  });

  it('raises nothing before it is ready', () => {
    expect(feed(times(5, { ...sure, isReady: false })).steps).toEqual([]);
  });

  it('ends after four rows inside the band, dated back to the first of them', () => {
    const { steps } = feed([...times(10, sure), ...times(6, inside)]);
    expect(steps[1]).toMatchObject({ second: 26, step: { type: 'ended', endsAt: 20_000, isAdopted: false } });
  });

  it('outlasts a short return into the band', () => {
    const { steps } = feed([...times(10, sure), inside, inside, sure, sure]);
    expect(steps).toHaveLength(1);
  });

  it('waits longer where the deviation shows in every third row only', () => {
    const patchy = Array.from({ length: 60 }, (_, row) => (row % 3 === 0 ? sure : inside));
    const { steps } = feed([...patchy, ...times(7, inside)]);
    expect(steps).toHaveLength(1);
  });

  it('takes rows without traffic as calm', () => {
    const { steps } = feed([...times(10, sure), ...times(4, { isMissing: true })]);
    expect(steps.map(({ step }) => step.type)).toEqual(['started', 'ended']);
  });

  it('takes a change that lasts a quarter of an hour as the new normal', () => {
    const { steps } = feed(times(600, sure));
    expect(steps[1]!.step).toMatchObject({ type: 'ended', isAdopted: true });
    expect(steps[1]!.second).toBeGreaterThanOrEqual(900);
  });

  it('renames a spike that lasts', () => {
    const { state } = feed([{ ...sure, kind: 'spike' }, ...times(6, sure)]);
    expect(state.held?.kind).toBe('shift');
  });

  it('learns nothing while an alert is held', () => {
    expect(learningOf(quietState())).toBe(1);
    expect(learningOf(feed([sure]).state)).toBe(0);
  });
});

describe('calmRows', () => {
  it.each([
    [2, 0.9, 4],
    [2, 0.5, 6],
    [2, 0.05, 16],
    [300, 0.9, 2],
    [0.5, 0.9, 6],
  ])('rows of %d s with a share of %d need %d', (intervalS, share, rows) => {
    expect(calmRows(intervalS, share)).toBe(rows);
  });
});

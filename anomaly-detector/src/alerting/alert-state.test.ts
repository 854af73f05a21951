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
    const step = stepAlert(
      state,
      { at: second * 1000, previousAt: (second - 2) * 1000, value: 1, intervalS: 2 },
      point,
    );
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

  it('knows the worst of the rows before it was an alert, and of which row the expected is', () => {
    const state = quietState();
    const point = { ...emptyPoint(), isReady: true, ...strange };
    for (const [at, value] of [2, 9, 4].entries()) {
      stepAlert(
        state,
        { at, previousAt: at - 1, value, intervalS: 2 },
        { ...point, expected: at, evidence: at === 2 ? 1.2 : 0.4 },
      );
    }
    expect(state.held).toMatchObject({ startsAt: 0, extreme: 9, value: 4, expected: 2, expectedAt: 2 });
  });

  /** The alert of rows with these values, of which 50 is expected; the last makes it one. */
  const heldOf = (values: readonly number[], kind: Point['kind'] = 'shift') => {
    const state = quietState();
    values.forEach((value, at) => {
      const evidence = at === values.length - 1 ? 1.2 : 0.4;
      const isMissing = Number.isNaN(value);
      const point = { ...emptyPoint(), ...strange, isReady: true, isMissing, expected: 50, evidence, kind };
      stepAlert(state, { at, previousAt: at - 1, value, intervalS: 2 }, point);
    });
    return state.held;
  };

  it('knows the worst to the side on which it is, whatever lay on the other before', () => {
    expect(heldOf([10, 150, 12])).toMatchObject({ side: -1, extreme: 10 });
    expect(heldOf([150, 10, 120])).toMatchObject({ side: 1, extreme: 150 });
    expect(heldOf([10, Number.NaN, 12])).toMatchObject({ side: -1, extreme: 10 });
    expect(heldOf([Number.NaN, 12])).toMatchObject({ side: -1, extreme: 12 });
  });

  it('knows the furthest to either side where it scatters', () => {
    expect(heldOf([10, 150, 12], 'spread')).toMatchObject({ side: 0, extreme: 150 });
  });

  it('dates a silence back to the row before it, where no rows came without a value', () => {
    const state = quietState();
    const point = { ...emptyPoint(), isReady: true, isDeviating: true, evidence: 1.2, kind: 'gap' as const };
    stepAlert(state, { at: 9_000, previousAt: 1_000, value: 5, intervalS: 2 }, point);
    expect(state.held).toMatchObject({ kind: 'gap', startsAt: 1_000 });
  });

  it('keeps to its side while it lasts', () => {
    const state = quietState();
    for (const [at, value] of [10, 90, 8].entries()) {
      const point = { ...emptyPoint(), ...sure, isReady: true, expected: 40 };
      stepAlert(state, { at, previousAt: at - 1, value, intervalS: 2 }, point);
    }
    expect(state.held).toMatchObject({ side: -1, extreme: 8 });
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
    expect(steps[1]!.step).toMatchObject({ isAdopted: false });
  });

  it('takes a change that lasts a quarter of an hour as the new normal', () => {
    const { steps } = feed(times(600, sure));
    expect(steps[1]!.step).toMatchObject({ type: 'ended', isAdopted: true });
    expect(steps[1]!.second).toBeGreaterThanOrEqual(900);
  });

  it('holds a silence until a value comes, however long it lasts', () => {
    const silent: Partial<Point> = { isMissing: true, isDeviating: true, evidence: 1.5, kind: 'gap' };
    const { steps } = feed([inside, ...times(2_000, silent), ...times(6, inside)]);
    expect(steps.map(({ step }) => step.type)).toEqual(['started', 'ended']);
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

import { describe, expect, test } from 'vitest';
import { decideHarm, type Fault, isActive, noHarm } from './fault.ts';

const started = Date.parse('2026-01-01T00:00:00Z');
const fault = (over: Partial<Fault>): Fault => ({
  id: 'f1',
  service: 'recommendation',
  kind: 'latency',
  latencyMs: 400,
  ratio: 1,
  startedAt: '2026-01-01T00:00:00.000Z',
  stopsAt: '2026-01-01T00:01:00.000Z',
  ...over,
});
const harm = (faults: Fault[], { now = started, roll = 0, on = true } = {}) =>
  decideHarm(
    faults,
    now,
    () => roll,
    () => on,
  );

describe('a fault', () => {
  test('does nothing from the moment it stops by itself', () => {
    expect(isActive(fault({}), started + 59_999)).toBe(true);
    expect(isActive(fault({}), started + 60_000)).toBe(false);
    expect(harm([fault({})], { now: started + 60_000 })).toEqual(noHarm);
  });

  test('hits its share of requests', () => {
    expect(harm([fault({ ratio: 0.3 })], { roll: 0.29 }).waitMs).toBe(400);
    expect(harm([fault({ ratio: 0.3 })], { roll: 0.3 })).toEqual(noHarm);
    expect(harm([fault({ ratio: 0 })], { roll: 0 })).toEqual(noHarm);
  });

  test('behind a flag hits only users for whom the flag is on', () => {
    const behind = fault({ whenFlag: 'recommendation-ranker-v2' });
    const isOn = (flag: string) => flag === 'recommendation-ranker-v2';
    expect(decideHarm([behind], started, () => 0, isOn).waitMs).toBe(400);
    expect(harm([behind], { on: false })).toEqual(noHarm);
  });

  test('adds its wait to other faults and the worst ending wins, in any order', () => {
    const all = [fault({ kind: 'down' }), fault({ kind: 'errors' }), fault({}), fault({ latencyMs: 50 })];
    const expected = { waitMs: 450, ending: 'reset' };
    expect(harm(all)).toEqual(expected);
    expect(harm(all.toReversed())).toEqual(expected);
    expect(harm([fault({ kind: 'errors' })])).toEqual({ waitMs: 0, ending: 'error' });
  });
});

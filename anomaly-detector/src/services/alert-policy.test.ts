import { beforeEach, describe, expect, it } from 'vitest';
import { plainSeries } from '../../test/plain-series.ts';
import { normal, randomSource } from '../../test/random.ts';
import type { Alert } from '../contract/index.ts';
import { AlertPolicy } from './alert-policy.ts';
import { Learner } from './learner.ts';

const series = plainSeries('order|self||queue_depth', {
  metric: 'queue_depth',
  signal: 'saturation',
  worse: 'up',
});
const start = Date.parse('2026-11-20T00:00:00Z');
const stepMs = 10_000;

/** A series around a hundred; `at(height)` reads rows until an alert starts, or none has after twenty rows. */
function play(policy: AlertPolicy) {
  const random = randomSource(5);
  const learner = new Learner('medium', { policy });
  let now = start;
  const read = (value: number): Alert | null => {
    now += stepMs;
    const change = learner.read({ series, at: now, value, count: Number.NaN });
    return change?.type === 'started' ? change.alert : null;
  };
  const rows = (many: number, height = 100): Alert | null => {
    let started: Alert | null = null;
    for (let row = 0; row < many; row += 1) started = read(height + normal(random)) ?? started;
    return started;
  };
  return { learner, rows, calm: () => rows(300), now: () => now };
}

describe('what people lay down about alerts', () => {
  const said = { by: 'ada@example.org', note: 'the nightly export', at: '2026-11-21T12:00:00.000Z' };
  let policy: AlertPolicy;
  beforeEach(() => {
    policy = new AlertPolicy();
  });

  it('raises no alert of an accepted height, shows it in the band, and takes it back', () => {
    const { learner, rows, calm } = play(policy);
    calm();
    const alert = rows(10, 200)!;
    expect(alert).not.toBeNull();
    calm();
    const { id } = policy.accept({ ...alert, id: 'one' }, said);
    expect(rows(10, 200)).toBeNull();
    expect(learner.point.upper).toBeGreaterThan(205);
    calm();
    expect(rows(10, 300)).not.toBeNull();
    calm();
    expect(policy.revoke(id)).toBe(true);
    calm();
    expect(learner.point.upper).toBeLessThan(180);
    expect(rows(10, 200)).not.toBeNull();
  });

  it('accepts an anomaly once, and restores what was accepted', () => {
    const { rows, calm } = play(policy);
    calm();
    const anomaly = { ...rows(10, 200)!, id: 'one' };
    const first = policy.accept(anomaly, said);
    expect(policy.accept(anomaly, { ...said, by: 'bob@example.org' })).toEqual(first);
    const other = new AlertPolicy();
    other.restore(policy.list());
    expect(other.list()).toEqual([first]);
    expect(other.revoke('one')).toBe(true);
    expect(other.revoke('one')).toBe(false);
    expect(other.acceptedOf(series.key)).toBeUndefined();
  });

  it('starts no alert in a muted time, and starts it after that where it lasts', () => {
    const window = { days: ['fri'] as const, from: 45, to: 51, timezone: 'UTC' };
    const { rows, calm, now } = play(new AlertPolicy([{ match: { service: /^order$/ }, mute: [window] }]));
    calm();
    expect(new Date(now()).toISOString()).toBe('2026-11-20T00:50:00.000Z');
    expect(rows(5, 200)).toBeNull();
    const alert = rows(20, 200);
    expect(Date.parse(alert!.startsAt)).toBeGreaterThanOrEqual(Date.parse('2026-11-20T00:50:00Z'));
  });

  it('dates no alert back over a muted time', () => {
    const window = { days: ['fri'] as const, from: 10, to: 16, timezone: 'UTC' };
    const learner = new Learner('medium', { policy: new AlertPolicy([{ match: {}, mute: [window] }]) });
    let now = start;
    const read = (value: number) => {
      now += 2_000;
      return learner.read({ series, at: now, value, count: Number.NaN });
    };
    for (let row = 0; row < 298; row += 1) read(100 + (row % 7));
    expect(read(500)).toBeNull();
    expect(learner.find(series.key)!.alert.onset?.at).toBe(Date.parse('2026-11-20T00:09:58Z'));
    for (let row = 0; row < 180; row += 1) read(100 + (row % 7));
    const started = [500, 500, 500, 500].map(read).find((change) => change?.type === 'started');
    expect(started?.alert.startsAt).toBe('2026-11-20T00:16:00.000Z');
  });

  it('lets a rule say which direction is bad', () => {
    const { rows, calm } = play(
      new AlertPolicy([{ match: { metric: /^queue_depth$/ }, worse: 'down', mute: [] }]),
    );
    calm();
    expect(rows(10, 200)).toBeNull();
    calm();
    expect(rows(10, 20)).not.toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import type { Alert } from '../contract/index.ts';
import { AnomalyLog } from './anomaly-log.ts';

const second = (s: number) => new Date(s * 1000).toISOString();
const alert = (name: string, startS: number, endS: number | null, more: Partial<Alert> = {}): Alert => ({
  fingerprint: name,
  seriesKey: name,
  service: 'order',
  direction: 'self',
  peer: '',
  metric: 'm',
  signal: 'other',
  unit: '',
  kind: 'shift',
  startsAt: second(startS),
  endsAt: endS === null ? null : second(endS),
  score: 0.9,
  value: 1,
  expected: 0,
  lower: 0,
  upper: 0,
  sentence: '',
  why: '',
  ...more,
});
const all = { from: 0, to: 1e12 };

describe('AnomalyLog', () => {
  it('gives what ran at any moment of the time asked for, newest first', () => {
    const log = new AnomalyLog(10);
    for (const each of [
      alert('early', 0, 10),
      alert('long', 5, 100),
      alert('now', 50, null),
      alert('late', 90, 95),
    ])
      log.take(each);
    const names = (from: number, to: number) =>
      log.find({ from: from * 1000, to: to * 1000 }).map(({ fingerprint }) => fingerprint);
    expect(names(20, 60)).toEqual(['now', 'long']);
    expect(names(96, 99)).toEqual(['now', 'long']);
    expect(names(0, 4)).toEqual(['early']);
  });

  it('shows what one that runs has come to, without news that must be written', () => {
    const log = new AnomalyLog(10);
    log.refresh(alert('unheard', 1, null));
    const { version } = log;
    log.refresh(alert('unheard', 1, null, { extreme: 9 }));
    expect(log.version).toBe(version);
    expect(log.find(all)).toMatchObject([{ fingerprint: 'unheard', extreme: 9 }]);
    expect([...log.started]).toEqual([['shift', 1]]);
  });

  it('chooses by service, metric, kind and whether it runs', () => {
    const log = new AnomalyLog(10);
    log.take(alert('a', 1, null, { service: 'cart', kind: 'spike' }));
    log.take(alert('b', 2, 3, { metric: 'x' }));
    const found = (more: object) => log.find({ ...all, ...more }).map(({ fingerprint }) => fingerprint);
    expect(found({ service: 'cart' })).toEqual(['a']);
    expect(found({ metric: 'x' })).toEqual(['b']);
    expect(found({ kind: 'spike' })).toEqual(['a']);
    expect(found({ isRunning: false })).toEqual(['b']);
    expect([...log.running()]).toEqual([['spike', 1]]);
    expect([...log.started]).toEqual([
      ['spike', 1],
      ['shift', 1],
    ]);
  });

  it('ends an alert that it knows, and forgets the oldest beyond its size', () => {
    const log = new AnomalyLog(2);
    log.take(alert('a', 1, null));
    log.take(alert('b', 2, null));
    log.take(alert('a', 1, 5));
    expect(log.find(all)).toHaveLength(2);
    expect(log.find(all)[1]).toMatchObject({ id: 'a-1000', endsAt: second(5) });
    log.take(alert('c', 3, null));
    expect(log.find(all).map(({ fingerprint }) => fingerprint)).toEqual(['c', 'b']);
  });

  it('takes up what it held; what no longer runs ended when it was last heard of', () => {
    const log = new AnomalyLog(10);
    log.restore([alert('a', 1, null), alert('b', 2, null)], 60_000, ({ fingerprint }) => fingerprint === 'b');
    expect(log.find(all).map(({ endsAt }) => endsAt)).toEqual([null, second(60)]);
    expect(log.started.size).toBe(0);
  });
});

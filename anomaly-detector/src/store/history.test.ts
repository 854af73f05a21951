import { describe, expect, it } from 'vitest';
import { History } from './history.ts';

const megabyte = 1024 * 1024;
const minute = 60_000;
const now = 1_795_226_400_000;

function fill(history: History, key: string, rows: number, from = 1): void {
  const track = history.track(key);
  for (let at = from; at < from + rows; at += 1)
    history.add(track, { at, value: at, expected: at, lower: at, upper: at }, at === 7, now);
}
const timesOf = (history: History, key: string) => history.between(key, 0, 1e9, now).map(({ time }) => time);

describe('History', () => {
  it('keeps the latest rows, as many as it may and at most a few more', () => {
    const history = new History(300, megabyte);
    fill(history, 'a', 1000);
    const times = timesOf(history, 'a');
    expect(times.at(-1)).toBe(1000);
    expect(times.length).toBeGreaterThanOrEqual(300);
    expect(times.length).toBeLessThan(300 + 3 * 32);
    expect(times).toEqual(times.map((_, index) => times[0]! + index));
  });

  it('finds the rows between two moments, both included, with what is known of them', () => {
    const history = new History(300, megabyte);
    fill(history, 'a', 100);
    expect(history.between('a', 6, 7, now)).toEqual([
      { time: 6, value: 6, expected: 6, lower: 6, upper: 6, alert: 0 },
      { time: 7, value: 7, expected: 7, lower: 7, upper: 7, alert: 1 },
    ]);
    expect(history.between('unknown', 0, 10, now)).toEqual([]);
  });

  it('takes memory for what has come, never more than its budget', () => {
    const history = new History(100_000, megabyte);
    fill(history, 'a', 10);
    expect(history.bytes).toBeLessThan(1024);
    for (let series = 0; series < 100; series += 1) fill(history, `s${series}`, 1000);
    expect(history.bytes).toBeLessThanOrEqual(megabyte);
    expect(history.bytes).toBeGreaterThan(0.9 * megabyte);
  });

  it('shares a spent budget: what has more than its share gives way, and the newest rows stay', () => {
    const history = new History(100_000, megabyte);
    fill(history, 'early', 30_000);
    for (let series = 0; series < 9; series += 1) fill(history, `s${series}`, 30_000);
    const lengths = ['early', 's0', 's4', 's8'].map((key) => timesOf(history, key).length);
    expect(Math.min(...lengths)).toBeGreaterThan(1000);
    expect(timesOf(history, 'early').at(-1)).toBe(30_000);
  });

  it('takes nothing from a series that somebody looked at lately', () => {
    const history = new History(100_000, megabyte);
    fill(history, 'watched', 20_000);
    const before = timesOf(history, 'watched').length;
    for (let series = 0; series < 9; series += 1) fill(history, `s${series}`, 30_000);
    expect(timesOf(history, 'watched')).toHaveLength(before);
    expect(now).toBeGreaterThan(10 * minute);
  });

  it('gives the room of forgotten series to others', () => {
    const history = new History(100_000, megabyte);
    fill(history, 'a', 40_000);
    history.forget(new Set(['a']));
    expect(timesOf(history, 'a')).toEqual([]);
    const { bytes } = history;
    fill(history, 'b', 20_000);
    expect(history.bytes).toBe(bytes);
    expect(timesOf(history, 'b')).toHaveLength(20_000);
  });

  it('is the same after it was stored in parts', () => {
    const history = new History(300, megabyte);
    for (const key of ['a', 'b', 'c']) fill(history, key, 777);
    const restored = new History(300, megabyte);
    for (const part of history.parts(2)) restored.restore(part);
    for (const key of ['a', 'b', 'c'])
      expect(restored.between(key, 0, 1e9, now)).toEqual(history.between(key, 0, 1e9, now));
  });
});

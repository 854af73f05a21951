import { expect, it } from 'vitest';
import { warmthOf } from '../baseline/warmth.ts';
import { readinessOf } from '../http/readiness.ts';
import { WorkerReports } from '../scale-out/front/worker-report.ts';
import { Engine } from './engine.ts';
import { overallWarmth } from './overall-warmth.ts';

const regular = (rows: number) => ({ presence: 1, warmth: warmthOf(rows, 2) });
const sparse = (rows: number) => ({ presence: 1 / 3, warmth: warmthOf(rows, 6) });

it('does not wait for series that seldom have a value', () => {
  const overall = overallWarmth([regular(60), sparse(1), sparse(2)]);
  expect(overall).toEqual({ warmth: warmthOf(60, 2), isSparse: false });
});

it('weighs all where none has a value most of the time', () => {
  expect(overallWarmth([sparse(20)])).toEqual({ warmth: warmthOf(20, 6), isSparse: true });
  expect(overallWarmth([sparse(60), sparse(70)]).warmth.ready).toBe(true);
});

it('is cold without series', () => {
  expect(overallWarmth([])).toEqual({ warmth: warmthOf(0, 0), isSparse: false });
});

it('lets a detector become ready that learns sparse series only', () => {
  const engine = new Engine({ entries: [], unowned: [] });
  const series = {
    key: 'a',
    service: 's',
    direction: 'in' as const,
    peer: '',
    metric: 'p95',
    signal: 'latency' as const,
    unit: 's',
    worse: 'up' as const,
  };
  const readAll = (from: number, to: number) => {
    for (let row = from; row < to; row += 1) {
      const at = 1.7e12 + row * 2_000;
      engine.read({ series, at, value: row % 3 === 0 ? 0.1 : Number.NaN, count: 1 }, at);
    }
    return readinessOf(engine.warmth(), engine.learner.size);
  };
  expect(readAll(0, 60).waitingFor).toBe('the series are 33 % warm, about 240 s of data to go');
  expect(readAll(60, 200)).toEqual({ warmth: warmthOf(60, 6) });
});

it('lets several processes wait for the sparse series of one only where the others have no regular ones', () => {
  const report = (worker: string, rows: number, isSparse?: boolean) => ({
    worker,
    url: '',
    partitions: [worker === 'a' ? 0 : 1],
    series: 1,
    ...warmthOf(rows, 2),
    ...(isSparse === undefined ? {} : { isSparse }),
  });
  const workers = new WorkerReports(2);
  workers.hear(report('a', 60, false), 0);
  workers.hear(report('b', 1, true), 0);
  expect(workers.warmth(0)).toEqual(warmthOf(60, 2));
  workers.hear(report('a', 60, true), 0);
  expect(workers.warmth(0).ready).toBe(false);
  // One of an earlier version does not tell.
  workers.hear(report('a', 60), 0);
  expect(workers.warmth(0).ready).toBe(true);
});

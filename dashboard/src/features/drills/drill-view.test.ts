import type { Drill } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { drillView, provenView } from './drill-view.ts';

const now = Date.parse('2026-11-21T03:00:00.000Z');
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();

test.each([
  [null, 'unknown', 'never proven'],
  [daysAgo(0.1), 'ok', 'proven 2 h ago'],
  [daysAgo(3), 'ok', 'proven 3 d ago'],
  [daysAgo(12), 'partial', 'proven 12 d ago'],
  [daysAgo(41), 'unknown', 'proven 41 d ago'],
] as const)('a fallback proven at %s is %s: %s', (lastProvenAt, mark, text) => {
  expect(provenView({ lastProvenAt, lastDrill: null }, now)).toEqual({ mark, text });
});

test('a drill that failed after the last proof outweighs it, an earlier one does not', () => {
  const failed = (days: number) => ({ id: 'd', at: daysAgo(days), verdict: 'failed' as const });
  expect(provenView({ lastProvenAt: daysAgo(3), lastDrill: failed(1) }, now)).toEqual({
    mark: 'bad',
    text: 'failed its drill 1 d ago',
  });
  expect(provenView({ lastProvenAt: daysAgo(1), lastDrill: failed(3) }, now).mark).toBe('ok');
});

const drill = (more: Partial<Drill> = {}): Drill => ({
  id: 'd1',
  key: 'recommendations',
  startedAt: '2026-11-21T02:59:45.000Z',
  startedBy: 'rae@example.com',
  reason: 'monthly drill',
  cohortPercent: 1,
  endsAt: '2026-11-21T03:00:45.000Z',
  endedAt: null,
  verdict: null,
  text: null,
  evidence: null,
  ...more,
});
const evidence = {
  calls: 1200,
  fallbackAnswers: 14,
  fallbackFailures: 0,
  errors: 6,
  errorShareBefore: 0.004,
  errorShareDuring: 0.005,
  instances: [
    { id: 'gateway-1', service: 'gateway', calls: 600, fallbackAnswers: 14, fallbackFailures: 0, errors: 6 },
  ],
};

test('a running drill counts down and shows what has been seen so far', () => {
  const view = drillView(drill({ evidence }), now);
  expect(view).toMatchObject({ mark: 'partial', word: 'running', isRunning: true, progress: 0.25 });
  expect(view.text).toBe('1 % of requests get the fallback for 0:45 more');
  expect(view.figures.map(({ value }) => value)).toEqual(['14 times', '0 times', '1,200', '0.4 % → 0.5 %']);
  expect(view.instances[0]?.text).toBe('14 of 600 calls by the fallback, 6 errors');
});

test('a drill whose fallback failed is bad at the figure and at the instance', () => {
  const broken = { ...evidence, fallbackFailures: 3, errorShareDuring: 0.2 };
  const view = drillView(
    drill({
      endedAt: '2026-11-21T03:00:45.000Z',
      verdict: 'failed',
      text: 'The fallback failed 3 times.',
      evidence: { ...broken, instances: [{ ...evidence.instances[0]!, fallbackFailures: 3 }] },
    }),
    now,
  );
  expect(view).toMatchObject({ mark: 'bad', word: 'failed', isRunning: false, progress: 1 });
  expect(view.figures.filter(({ mark }) => mark === 'bad').map(({ name }) => name)).toEqual([
    'Fallback failed',
    'Errors before → during',
  ]);
  expect(view.instances[0]?.mark).toBe('bad');
});

test('a drill that nobody met claims nothing', () => {
  const view = drillView(
    drill({ endedAt: '2026-11-21T03:00:45.000Z', verdict: 'unseen', text: 'Nobody.' }),
    now,
  );
  expect(view).toMatchObject({ mark: 'unknown', word: 'nothing seen', figures: [] });
});

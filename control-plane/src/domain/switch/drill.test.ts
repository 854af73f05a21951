import { expect, it } from 'vitest';
import { type DrillBase, gatherEvidence, type InstanceCounts, judgeDrill } from './drill.ts';

const counts = (id: string, more: Partial<InstanceCounts> = {}): InstanceCounts => ({
  id,
  service: 'gateway',
  startedAt: '2026-11-21T00:00:00.000Z',
  calls: 1000,
  fallbackAnswers: 10,
  fallbackFailures: 1,
  errors: 20,
  ...more,
});

const base: DrillBase = { instances: [counts('gateway-1'), counts('gateway-2')], errorShareBefore: 0.01 };

it('counts what happened during the drill on each instance', () => {
  const evidence = gatherEvidence(base, [
    counts('gateway-1', { calls: 1900, fallbackAnswers: 19, errors: 29 }),
    counts('gateway-2', { calls: 1100, fallbackAnswers: 11 }),
  ]);
  expect(evidence).toMatchObject({ calls: 1000, fallbackAnswers: 10, fallbackFailures: 0, errors: 9 });
  expect(evidence.errorShareDuring).toBeCloseTo(0.009);
  expect(evidence.instances.map(({ id, fallbackAnswers }) => [id, fallbackAnswers])).toEqual([
    ['gateway-1', 9],
    ['gateway-2', 1],
  ]);
  expect(judgeDrill(evidence)).toEqual({
    verdict: 'proven',
    text: 'The fallback answered 10 times on 2 of 2 instances, without a failure.',
  });
});

it('counts an instance that began anew, or that came later, from zero', () => {
  const evidence = gatherEvidence(base, [
    counts('gateway-1', { startedAt: '2026-11-21T03:00:00.000Z', calls: 50, fallbackAnswers: 1, errors: 0 }),
    counts('gateway-3', { calls: 10, fallbackAnswers: 0, fallbackFailures: 0, errors: 0 }),
  ]);
  expect(evidence.calls).toBe(60);
});

it.each([
  [
    'a fallback that failed',
    { calls: 100, fallbackAnswers: 3, fallbackFailures: 1, errors: 0 },
    'failed',
    /failed once/,
  ],
  [
    'a cohort that nobody was in',
    { calls: 12, fallbackAnswers: 0, fallbackFailures: 0, errors: 0 },
    'unseen',
    /None of 12/,
  ],
  [
    'errors that rose',
    { calls: 100, fallbackAnswers: 2, fallbackFailures: 0, errors: 10 },
    'failed',
    /from 1 % to 10 %/,
  ],
  [
    'a share of errors as before',
    { calls: 100, fallbackAnswers: 2, fallbackFailures: 0, errors: 2 },
    'proven',
    /2 times/,
  ],
] as const)('judges %s', (_name, total, verdict, text) => {
  const errorShareDuring = total.errors / total.calls;
  const judged = judgeDrill({ ...total, errorShareBefore: 0.01, errorShareDuring, instances: [] });
  expect(judged.verdict).toBe(verdict);
  expect(judged.text).toMatch(text);
});

import type { Fault } from '@breakwater/control-plane/contract';
import { expect, test } from 'vitest';
import { type FaultDraft, faultProblems, faultText, stopChoices, toFaultRequest } from './fault-view.ts';

const draft = (more: Partial<FaultDraft> = {}): FaultDraft => ({
  service: 'recommendation',
  kind: 'latency',
  latencyMs: '400',
  percent: '30',
  whenFlag: '',
  stopAfterS: '60',
  ...more,
});

test('a draft becomes a request with a share, and without an empty flag', () => {
  expect(toFaultRequest(draft())).toEqual({
    service: 'recommendation',
    kind: 'latency',
    latencyMs: 400,
    ratio: 0.3,
    stopAfterS: 60,
  });
  expect(toFaultRequest(draft({ kind: 'errors', whenFlag: ' ranker ' }))).toMatchObject({
    latencyMs: 0,
    whenFlag: 'ranker',
  });
  expect(toFaultRequest(draft({ kind: 'down' })).ratio).toBe(1);
});

test.each([
  ['no service', { service: '' }, ['service']],
  ['no milliseconds', { latencyMs: '' }, ['latencyMs']],
  ['half a minute of latency', { latencyMs: '30001' }, ['latencyMs']],
  ['nobody hit', { percent: '0' }, ['percent']],
  ['more than everyone', { percent: '101' }, ['percent']],
  ['errors need no milliseconds', { kind: 'errors', latencyMs: '' }, []],
  ['down needs neither', { kind: 'down', latencyMs: '', percent: '' }, []],
] as const)('%s', (_, more, fields) => {
  expect(Object.keys(faultProblems(draft(more)))).toEqual(fields);
});

test('every choice of duration ends', () => {
  for (const { value } of stopChoices) expect(Number(value)).toBeGreaterThan(0);
});

test.each([
  [{ kind: 'latency', latencyMs: 400, ratio: 1 }, '400 ms slower for 100 % of requests'],
  [{ kind: 'errors', ratio: 0.3, whenFlag: 'x' }, '30 % of requests fail, where the flag x is on'],
  [{ kind: 'down', ratio: 1 }, 'answers nobody'],
])('%j is told as "%s"', (fault, text) => {
  expect(faultText(fault as Fault)).toBe(text);
});

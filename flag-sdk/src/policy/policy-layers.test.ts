import { createHash } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { PolicyLayers } from './policy-layers.ts';

const layered = (declared = {}) => {
  const apply = vi.fn();
  const layers = new PolicyLayers('recommend', { timeoutMs: 100, concurrency: 10, ...declared }, apply);
  const take = (payload: object | string | undefined, isFirst = false) =>
    layers.take(typeof payload === 'object' ? JSON.stringify(payload) : payload, isFirst);
  return { layers, apply, take };
};

test('what is declared is in force until a flag says otherwise', () => {
  const { layers } = layered();
  expect(layers.policy).toMatchObject({ timeoutMs: 100, concurrency: 10 });
  expect(layers.origin).toEqual({ source: 'code', version: null, refused: null });
});

test('a flag goes over what is declared, with a version that everybody can compute', () => {
  const { layers, apply, take } = layered();
  const payload = JSON.stringify({ timeoutMs: 150 });
  expect(take(payload)).toBe('applied');
  expect(apply).toHaveBeenCalledWith(layers.policy);
  expect(layers.policy).toMatchObject({ timeoutMs: 150, concurrency: 10 });
  const version = createHash('sha256').update(payload).digest('hex').slice(0, 12);
  expect(layers.origin).toEqual({ source: 'flag', version, refused: null });
  expect(take(payload)).toBe('unchanged');
});

test.each([
  ['out of bounds', { concurrency: 0 }, 'concurrency should be'],
  ['against a rule between fields', { timeoutMs: 120, breaker: { openMs: 200 } }, 'at least twice timeoutMs'],
  ['timeout not below the deadline', { timeoutMs: 150, deadlineMs: 150 }, 'below deadlineMs'],
  ['repeating work that may not be repeated', { retry: { attempts: 1 } }, 'not declared idempotent'],
  ['not readable', 'nonsense', 'JSON'],
])('a policy %s is refused, and the last good one stays', (_name, payload, sentence) => {
  const { layers, apply, take } = layered();
  take({ timeoutMs: 150 });
  apply.mockClear();
  const { version } = layers.origin;
  expect(take(payload)).toBe('refused');
  expect(apply).not.toHaveBeenCalled();
  expect(layers.policy.timeoutMs).toBe(150);
  expect(layers.origin).toMatchObject({
    source: 'flag',
    version,
    refused: expect.stringContaining(sentence),
  });
  expect(take({ timeoutMs: 120 })).toBe('applied');
  expect(layers.origin.refused).toBeNull();
});

test('a sentence about a huge value stays short enough for a heartbeat', () => {
  const { layers, take } = layered();
  expect(take({ timeoutMs: 'x'.repeat(5_000) })).toBe('refused');
  expect(layers.origin.refused?.length).toBeLessThanOrEqual(500);
});

test('a large change moves step by step, unless it is confirmed or there was nothing to change', () => {
  const { layers, take } = layered();
  expect(take({ timeoutMs: 1_000 })).toBe('stepped');
  expect(layers.policy.timeoutMs).toBe(200);
  expect(layers.origin.refused).toContain('step by step');
  layers.step();
  layers.step();
  expect(layers.policy.timeoutMs).toBe(800);
  layers.step();
  expect([layers.policy.timeoutMs, layers.isUnderWay, layers.origin.refused]).toEqual([1_000, false, null]);
  expect(take({ timeoutMs: 50, confirmStep: true })).toBe('applied');
  expect(layers.policy.timeoutMs).toBe(50);
  const fresh = layered();
  expect(fresh.take({ timeoutMs: 1_000 }, true)).toBe('applied');
});

test('a flag that is gone gives the guard back to the code at once', () => {
  const { layers, take } = layered();
  take({ timeoutMs: 1_000, mode: 'forced_open', confirmStep: true });
  expect(take(undefined)).toBe('removed');
  expect(layers.policy).toMatchObject({ timeoutMs: 100, mode: 'auto' });
  expect(layers.origin).toEqual({ source: 'code', version: null, refused: null });
});

test('numbers that the process sets itself lie under the flag', () => {
  const { layers, take } = layered();
  take({ timeoutMs: 150 });
  layers.setDeclared({ timeoutMs: 300, concurrency: 3 });
  expect(layers.policy).toMatchObject({ timeoutMs: 150, concurrency: 3 });
  take(undefined);
  expect(layers.policy).toMatchObject({ timeoutMs: 300, concurrency: 3 });
  expect(() => layers.setDeclared({ timeoutMs: -1, concurrency: 3 })).toThrow('timeoutMs should be');
});

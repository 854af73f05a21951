import { expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

it('is the same for the same series and differs between series', () => {
  expect(fingerprintOf('a|in||latency_p95')).toBe(fingerprintOf('a|in||latency_p95'));
  expect(fingerprintOf('a|in||latency_p95')).not.toBe(fingerprintOf('b|in||latency_p95'));
  expect(fingerprintOf('x')).toMatch(/^[0-9a-f]{16}$/);
});

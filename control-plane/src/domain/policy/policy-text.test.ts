import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { policyText, policyVersion } from './policy-text.ts';

it('a policy has one text and one version, in whatever order its settings stand', () => {
  const written = policyText({ mode: 'auto', timeoutMs: 300, breaker: { errorShare: 0.2, openMs: 900 } });
  const read = policyText({ breaker: { openMs: 900, errorShare: 0.2 }, timeoutMs: 300, mode: 'auto' });
  expect(read).toBe(written);
  expect(JSON.parse(written)).toEqual({
    mode: 'auto',
    timeoutMs: 300,
    breaker: { errorShare: 0.2, openMs: 900 },
  });
});

it('a version is what an instance makes of the text', () => {
  const settings = { timeoutMs: 300, hedgeAfterMs: null };
  const digest = createHash('sha256').update(policyText(settings)).digest('hex');
  expect(policyVersion(settings)).toBe(digest.slice(0, 12));
  expect(policyVersion({ timeoutMs: 301 })).not.toBe(policyVersion(settings));
});

it('a confirmed step is part of the text, so that instances move at once', () => {
  expect(JSON.parse(policyText({ timeoutMs: 300 }, true))).toEqual({ timeoutMs: 300, confirmStep: true });
  expect(policyVersion({ timeoutMs: 300 }, true)).not.toBe(policyVersion({ timeoutMs: 300 }));
});

import { describe, expect, test } from 'vitest';
import { overlaid, readOverlay } from './overlay.ts';

const read = (payload: unknown) => readOverlay(JSON.stringify(payload));

describe('reading a payload', () => {
  test('takes over every field that a policy has', () => {
    const payload = {
      mode: 'observe',
      timeoutMs: 200,
      deadlineMs: 900,
      concurrency: 5,
      queue: 1,
      adaptive: true,
      breaker: {
        errorShare: 0.2,
        minimumCalls: 5,
        openMs: 800,
        probes: 1,
        slowMs: 90,
        windowMs: 500,
        rampMs: 0,
      },
      retry: { attempts: 1, budgetShare: 0.1, budgetPerS: 2 },
      hedgeAfterMs: null,
      rateLimit: { kind: 'sliding_window', perSecond: 5, burst: 10 },
      confirmStep: true,
    };
    expect(read(payload)).toEqual(payload);
  });

  test('leaves out what a newer server may say', () => {
    expect(read({ timeoutMs: 200, colour: 'red', breaker: { probes: 1, shape: 'round' } })).toEqual({
      timeoutMs: 200,
      breaker: { probes: 1 },
    });
  });

  test.each([
    ['no JSON', '{timeoutMs', /JSON/],
    ['a list', '[]', /it should be an object/],
    ['a text for a number', '{"timeoutMs":"200"}', /timeoutMs should be a number, but was "200"/],
    ['a mode that does not exist', '{"mode":"off"}', /mode should be one of auto, observe.*but was "off"/],
    ['a part that is no object', '{"breaker":5}', /breaker should be an object, but was 5/],
    [
      'a number inside a part',
      '{"retry":{"attempts":null}}',
      /retry\.attempts should be a number, but was null/,
    ],
    [
      'half a rate limit',
      '{"rateLimit":{"kind":"token_bucket"}}',
      /rateLimit should have kind, perSecond and burst/,
    ],
    ['more than a policy can need', `"${'x'.repeat(20_000)}"`, /at most 10000 characters, but had 20002/],
  ])('refuses %s', (_name, payload, sentence) => {
    expect(() => readOverlay(payload)).toThrow(sentence);
  });
});

test('an overlay leaves what it does not name as it was declared', () => {
  const declared = {
    timeoutMs: 300,
    concurrency: 50,
    breaker: { probes: 2, slowMs: 250 },
    rateLimit: { kind: 'token_bucket', perSecond: 5, burst: 5 } as const,
  };
  expect(
    overlaid(declared, { concurrency: 25, breaker: { probes: 4 }, rateLimit: null, confirmStep: true }),
  ).toEqual({
    timeoutMs: 300,
    concurrency: 25,
    breaker: { probes: 4, slowMs: 250 },
    retry: {},
    rateLimit: null,
  });
});

import { expect, it } from 'vitest';
import { parseSettings } from './policy-settings.ts';

it('reads numbers, words, switches and groups', () => {
  const words = [
    'timeoutMs=800',
    'mode=forced_open',
    'adaptive=true',
    'hedgeAfterMs=null',
    'breaker.openMs=2000',
  ];
  expect(parseSettings([...words, 'breaker.errorShare=0.5', 'rateLimit=null'])).toEqual({
    timeoutMs: 800,
    mode: 'forced_open',
    adaptive: true,
    hedgeAfterMs: null,
    breaker: { openMs: 2000, errorShare: 0.5 },
    rateLimit: null,
  });
});

it.each([
  ['timeoutMs', /expected a setting such as timeoutMs=800, got "timeoutMs"/],
  ['timeoutMs=soon', /timeoutMs: .*expected number/],
  ['timeoutMs=0', /timeoutMs: Too small/],
  ['timoutMs=800', /Unrecognized key: "timoutMs"\. Settings: mode, adaptive, rateLimit\.kind, timeoutMs/],
  ['breaker.open=800', /breaker: Unrecognized key: "open"/],
  ['mode=off', /mode: Invalid option/],
  ['concurrency=1.5', /concurrency: .*expected int/],
])('refuses %s', (word, message) => {
  expect(() => parseSettings([word])).toThrow(message);
});

import { expect, it } from 'vitest';
import { mayUseCookie } from './origin.ts';

const allowed = ['https://dashboard.example.com'];
const nothing = { host: 'ops.example.com', origin: undefined, referer: undefined, fetchSite: undefined };

it.each([
  ['our own page', { origin: 'https://ops.example.com' }, true],
  ['our own page without encryption', { origin: 'http://ops.example.com' }, true],
  ['an allowed origin', { origin: 'https://dashboard.example.com' }, true],
  ['another site', { origin: 'https://evil.example.com' }, false],
  ['another port of the same host', { origin: 'http://ops.example.com:8080' }, false],
  ['an allowed origin as a prefix', { origin: 'https://dashboard.example.com.evil.com' }, false],
  ['a sandboxed frame', { origin: 'null' }, false],
  ['an old browser that sends its referer only', { referer: 'https://ops.example.com/break-glass' }, true],
  ['a referer of another site', { referer: 'https://evil.example.com/?x=https://ops.example.com' }, false],
  ['a browser that says same-origin', { fetchSite: 'same-origin' }, true],
  ['a browser that says cross-site', { fetchSite: 'cross-site' }, false],
  ['nobody who says where from', {}, false],
])('a cookie counts from %s: %o -> %s', (_name, headers, expected) => {
  expect(mayUseCookie({ ...nothing, ...headers }, allowed)).toBe(expected);
});

it('an origin that contradicts the browser’s own word is another site', () => {
  expect(
    mayUseCookie({ ...nothing, origin: 'https://evil.example.com', fetchSite: 'same-origin' }, allowed),
  ).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { CliError } from '../cli-error.ts';
import { findServer, normalUrl } from './find-server.ts';

const hints = {
  option: 'http://option:1/',
  variable: 'http://variable:1',
  sessions: { current: 'http://saved:1', servers: {} },
  demo: { controlPlane: 'http://127.0.0.1:4400', users: [] },
};
const noSessions = { current: null, servers: {} };

describe('the control plane that is meant', () => {
  it.each([
    [hints, { url: 'http://option:1', source: '--url' }],
    [
      { ...hints, option: undefined },
      { url: 'http://variable:1', source: 'BREAKWATER_URL' },
    ],
    [
      { ...hints, option: undefined, variable: undefined },
      { url: 'http://saved:1', source: 'saved login' },
    ],
    [
      { ...hints, option: undefined, variable: undefined, sessions: noSessions },
      { url: 'http://127.0.0.1:4400', source: 'demo' },
    ],
  ] as const)(
    'is the option, then the variable, then the last login, then the demo (%#)',
    (given, expected) => {
      expect(findServer(given)).toEqual(expected);
    },
  );

  it('must be known', () => {
    const nothing = { option: undefined, variable: undefined, sessions: noSessions, demo: undefined };
    expect(() => findServer(nothing)).toThrow(/--url .* BREAKWATER_URL/);
  });
});

describe('a server URL', () => {
  it('keeps a path and loses its last slash', () => {
    expect(normalUrl('https://ops.example.com/breakwater/', '--url')).toBe(
      'https://ops.example.com/breakwater',
    );
  });

  it.each(['localhost:4400', 'ftp://x', '', '4400'])('is refused as "%s"', (value) => {
    expect(() => normalUrl(value, '--url')).toThrow(CliError);
  });
});

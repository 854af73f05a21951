import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('the control plane is expected beside the dashboard unless told otherwise', () => {
  expect(readConfig({})).toEqual({ controlPlaneUrl: 'http://127.0.0.1:4400', environment: 'production' });
});

test('a trailing slash does not double the slashes of the paths behind it', () => {
  expect(readConfig({ BREAKWATER_CONTROL_PLANE_URL: 'https://ops.example/' }).controlPlaneUrl).toBe(
    'https://ops.example',
  );
});

test.each(['127.0.0.1:4400', 'ftp://ops.example', 'nonsense'])(
  '%s is refused by the name of its variable',
  (url) => {
    expect(() => readConfig({ BREAKWATER_CONTROL_PLANE_URL: url })).toThrow(
      /BREAKWATER_CONTROL_PLANE_URL must be an http or https URL .* but is/,
    );
  },
);

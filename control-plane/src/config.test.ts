import { expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const env = {
  BREAKWATER_DATABASE_URL: 'postgres://me:password@db.example.com/ops',
  BREAKWATER_SDK_TOKEN: 'default:production.0123456789',
  BREAKWATER_DETECTOR_TOKEN: '0123456789',
};

it('has a default for everything that is no secret and no address', () => {
  const config = readConfig(env);
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 4400,
    environment: 'production',
    allowedOrigins: [],
    busUrl: undefined,
  });
  expect(Object.isFrozen(config)).toBe(true);
});

it('reads lists, and takes an empty variable as none', () => {
  const config = readConfig({
    ...env,
    BREAKWATER_ALLOWED_ORIGINS: 'http://localhost:4410/, https://ops.example.com',
    BREAKWATER_LAB_URL: '',
  });
  expect(config.allowedOrigins).toEqual(['http://localhost:4410', 'https://ops.example.com']);
  expect(config.labUrl).toBeUndefined();
});

it.each([
  [{ BREAKWATER_CONTROL_PLANE_PORT: '70000' }, /BREAKWATER_CONTROL_PLANE_PORT: .*got "70000"/],
  [{ BREAKWATER_ENVIRONMENT: 'staging' }, /BREAKWATER_ENVIRONMENT: .*got "staging"/],
  [{ BREAKWATER_BUS: 'amqp://x' }, /BREAKWATER_BUS: expected a kafka.*got "amqp:\/\/x"/],
  [{ BREAKWATER_DETECTOR_URL: 'nowhere' }, /BREAKWATER_DETECTOR_URL: .*got "nowhere"/],
  [{ BREAKWATER_DATABASE_URL: undefined }, /BREAKWATER_DATABASE_URL: .*got nothing/],
  [{ BREAKWATER_SDK_TOKEN: 'secret-token' }, /BREAKWATER_SDK_TOKEN: .*got another value/],
])('says what is wrong with %o', (more, expected) => {
  expect(() => readConfig({ ...env, ...more })).toThrow(ConfigError);
  expect(() => readConfig({ ...env, ...more })).toThrow(expected);
});

import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

describe('the configuration', () => {
  test('without any variable is that of a shop on this machine', () => {
    const config = readConfig('recommendation', {});
    expect(config).toMatchObject({ port: 4503, instance: 'recommendation-1', host: '127.0.0.1' });
    expect(config.targets.map(({ service }) => service)).toContain('payment-gateway');
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('reads lists and counts an empty variable as absent', () => {
    const config = readConfig('lab', {
      COMMERCE_PORT: '',
      COMMERCE_GATEWAY_URLS: 'http://a:1, http://b:2',
      COMMERCE_TARGETS: 'gateway=http://a:1,gateway=http://b:2',
    });
    expect(config.port).toBe(4508);
    expect(config.gatewayUrls).toEqual(['http://a:1', 'http://b:2']);
    expect(config.targets).toEqual([
      { service: 'gateway', url: 'http://a:1' },
      { service: 'gateway', url: 'http://b:2' },
    ]);
  });

  test.each([
    ['COMMERCE_PORT', 'many', 'a port number'],
    ['COMMERCE_BUS', 'amqp://x', 'kafka://host:port or redis://host:port'],
    ['COMMERCE_DATABASE_URL', 'somewhere', 'a URL'],
    ['COMMERCE_TARGETS', 'gateway', 'a comma list of service=url'],
    ['BREAKWATER_LOG_LEVEL', 'loud', 'a pino level'],
  ])('names %s, what was expected and what came', (name, value, expected) => {
    const read = () => readConfig('order', { [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(name);
    expect(read).toThrow(expected);
    expect(read).toThrow(JSON.stringify(value));
  });
});

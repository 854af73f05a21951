import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { usualLimits } from './ingest/series/limits.ts';

describe('readConfig', () => {
  it('runs without any variable', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 4420,
      scrapeIntervalMs: 2000,
      targetsFile: null,
      controlPlaneUrl: null,
      busUrl: null,
      entryServices: ['gateway'],
      unownedServices: ['payment-gateway'],
    });
  });

  it('takes the limits of what is pushed', () => {
    const { limits } = readConfig({ BREAKWATER_SERIES_PER_TENANT: '5', BREAKWATER_SAMPLE_FUTURE_MS: '0' });
    expect(limits).toEqual({ ...usualLimits, seriesPerTenant: 5, futureMs: 0 });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(readConfig({}))).toBe(true);
    expect(Object.isFrozen(readConfig({}).limits)).toBe(true);
  });

  it('splits lists and trims the end of URLs', () => {
    const config = readConfig({
      BREAKWATER_ENTRY_SERVICES: 'web, api',
      BREAKWATER_CONTROL_PLANE_URL: 'http://127.0.0.1:4400/',
      BREAKWATER_DETECTOR_TOKEN: 't',
    });
    expect(config.entryServices).toEqual(['web', 'api']);
    expect(config.controlPlaneUrl).toBe('http://127.0.0.1:4400');
  });

  it.each([
    ['BREAKWATER_DETECTOR_PORT', 'many'],
    ['BREAKWATER_DETECTOR_PORT', '70000'],
    ['BREAKWATER_SCRAPE_INTERVAL_MS', '5'],
    ['BREAKWATER_LOG_LEVEL', 'loud'],
    ['BREAKWATER_SERIES_PER_TENANT', '0'],
    ['BREAKWATER_BODY_BYTES', '12'],
    ['BREAKWATER_HISTORY_MB', 'much'],
    ['BREAKWATER_BUS', 'amqp://127.0.0.1'],
    ['BREAKWATER_CONTROL_PLANE_URL', 'not a url'],
    ['BREAKWATER_DETECTOR_ROLE', 'leader'],
    ['BREAKWATER_DETECTOR_PARTITIONS', '0'],
    ['BREAKWATER_DETECTOR_TOPIC_PREFIX', 'a b'],
  ])('names %s when it is "%s"', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name}: `);
    expect(() => readConfig({ [name]: value })).toThrow(`got "${value}"`);
  });

  it.each(['front', 'worker'])('asks a %s for its Kafka', (role) => {
    const env = { BREAKWATER_DETECTOR_ROLE: role, BREAKWATER_BUS: 'redis://127.0.0.1:6379' };
    expect(() => readConfig(env)).toThrow(
      `BREAKWATER_BUS: expected kafka://host:port because BREAKWATER_DETECTOR_ROLE is ${role}, got "redis://127.0.0.1:6379"`,
    );
    expect(readConfig({ ...env, BREAKWATER_BUS: 'kafka://127.0.0.1:9092' }).role).toBe(role);
  });

  it('asks for the token that the control plane wants', () => {
    expect(() => readConfig({ BREAKWATER_CONTROL_PLANE_URL: 'http://127.0.0.1:4400' })).toThrow(
      'BREAKWATER_DETECTOR_TOKEN',
    );
  });
});

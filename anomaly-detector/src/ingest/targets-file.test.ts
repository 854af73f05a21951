import { describe, expect, it } from 'vitest';
import { parseTargets } from './targets-file.ts';

describe('parseTargets', () => {
  it('reads a Prometheus file_sd file', () => {
    const text = JSON.stringify([
      { targets: ['127.0.0.1:4501'], labels: { service: 'gateway', instance: 'gateway-1' } },
      {
        targets: ['10.0.0.1:80', '10.0.0.2:80'],
        labels: { job: 'order', __metrics_path__: '/m', __scheme__: 'https' },
      },
    ]);
    expect(parseTargets(text, 't.json')).toEqual([
      { url: 'http://127.0.0.1:4501/metrics', service: 'gateway', instance: 'gateway-1' },
      { url: 'https://10.0.0.1:80/m', service: 'order', instance: '10.0.0.1:80' },
      { url: 'https://10.0.0.2:80/m', service: 'order', instance: '10.0.0.2:80' },
    ]);
  });

  it.each([
    ['no JSON', '[{', /t\.json: expected JSON/],
    ['no list', '{}', /t\.json: expected \[\{"targets"/],
    ['a target that is no text', '[{"targets":[4501]}]', /0\.targets\.0/],
  ])('names the file and the place of %s', (_, text, message) => {
    expect(() => parseTargets(text, 't.json')).toThrow(message);
  });
});

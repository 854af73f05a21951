import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSources } from './sources-file.ts';

const parse = (text: string) => parseSources(text, '/etc/breakwater/sources.yml');

describe('parseSources', () => {
  it('takes a pasted scrape configuration, with the defaults of Prometheus', () => {
    const { scrapes } = parse(`
global:
  scrape_interval: 15s
scrape_configs:
  - job_name: node
    static_configs:
      - targets: ["a:9100", "b:9100"]
        labels: { env: prod, shard: 3 }
  - job_name: shop
    scrape_interval: 1m30s
    scrape_timeout: 5s
    body_size_limit: 10MB
    basic_auth: { username: u, password_file: secret }
    file_sd_configs: [{ files: ["targets/*.json"] }]
`);
    expect(scrapes[0]).toMatchObject({
      scrape_interval: 15_000,
      scrape_timeout: 10_000,
      metrics_path: '/metrics',
      scheme: 'http',
      static_configs: [{ targets: ['a:9100', 'b:9100'], labels: { env: 'prod', shard: '3' } }],
    });
    expect(scrapes[1]).toMatchObject({
      scrape_interval: 90_000,
      scrape_timeout: 5_000,
      body_size_limit: 10 * 1024 * 1024,
      basic_auth: { username: 'u', password_file: '/etc/breakwater/secret' },
      file_sd_configs: [{ files: ['/etc/breakwater/targets/*.json'] }],
    });
  });

  it('takes what holds for series', () => {
    const { rules } = parse(`
series:
  - match: { service: order, metric: "queue_.*" }
    worse: up
    mute:
      - { days: [sat, sun], from: "22:00", to: "06:30", timezone: Europe/Berlin }
      - { days: [mon] }
`);
    expect(rules).toEqual([
      {
        match: { service: expect.anything(), metric: expect.anything() },
        worse: 'up',
        mute: [
          { days: ['sat', 'sun'], from: 1320, to: 390, timezone: 'Europe/Berlin' },
          { days: ['mon'], from: 0, to: 1440, timezone: 'UTC' },
        ],
      },
    ]);
    const { metric } = rules[0]!.match;
    expect(['queue_depth', 'dead_queue_depth', 'order'].map((name) => metric?.test(name))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('takes what the README shows', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
    const blocks = [...readme.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml]) => yaml!);
    const examples = blocks.filter((yaml) => /^(scrape_configs|prometheus):/m.test(yaml)).map(parse);
    expect(examples.flatMap(({ scrapes }) => scrapes.map(({ job_name }) => job_name))).toEqual([
      'shop',
      'breakwater-bands',
    ]);
    expect(examples.flatMap(({ prometheus }) => prometheus)).toHaveLength(1);
  });

  it.each([
    [
      'scrape_config: []',
      ':1: top: expected one of global, scrape_configs, prometheus, series; got scrape_config',
    ],
    ['scrape_configs:\n  - job_nam: x', ':2: scrape_configs[0].job_name: Invalid input'],
    [
      'scrape_configs:\n  - job_name: x\n    relabel_configs:\n      - regex: "("\n        target_label: a',
      ':4: scrape_configs[0].relabel_configs[0].regex: expected a regular expression of RE2, got "("',
    ],
    [
      'scrape_configs:\n  - job_name: x\n    kubernetes_sd_configs: []',
      ':2: scrape_configs[0]: expected one of job_name, scrape_interval',
    ],
    [
      'scrape_configs:\n  - job_name: x\n    scrape_interval: soon',
      ':3: scrape_configs[0].scrape_interval: expected a duration',
    ],
    [
      'scrape_configs: [{job_name: x, scrape_interval: 5s, scrape_timeout: 6s}]',
      'x: expected a scrape_timeout of at most',
    ],
    ['scrape_configs: [{job_name: x}, {job_name: x}]', 'job_name: expected each once, got x twice'],
    ['a: [', ':1: expected YAML'],
    ['series: [{match: {}, mute: [{from: "7:00"}]}]', 'series[0].mute[0].from: expected a time of day'],
    ['series: [{match: {}, mute: [{timezone: Mars}]}]', 'timezone: expected the name of a time zone'],
    ['series: [{match: {service: "("}}]', 'series[0].match.service: expected a regular expression'],
    [
      'series: [{match: {host: a}}]',
      'expected one of service, metric, peer, direction, signal, key; got host',
    ],
    [
      'prometheus:\n  - url: http://p:9090\n    queries: [{name: a, query: up, worse: left}]',
      ':3: prometheus[0].queries[0].worse: Invalid option',
    ],
  ])('names file, line and key of %j', (text, message) => {
    expect(() => parse(text)).toThrow(message);
    expect(() => parse(text)).toThrow('/etc/breakwater/sources.yml');
  });
});

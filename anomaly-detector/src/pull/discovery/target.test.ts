import { describe, expect, it } from 'vitest';
import { parseSources } from '../config/sources-file.ts';
import { targetOf } from './target.ts';

const config = (yaml: string) =>
  parseSources(`scrape_configs:\n  - job_name: shop\n${yaml}`, 'f').scrapes[0]!;

describe('targetOf', () => {
  it('gives address, job and labels their places', () => {
    const target = targetOf(config('    metrics_path: /m\n    params: {module: [a, b]}'), 'h:1', {
      env: 'x',
    });
    expect(target).toMatchObject({
      url: 'http://h:1/m?module=a&module=b',
      labels: { job: 'shop', instance: 'h:1', env: 'x' },
      intervalMs: 60_000,
      timeoutMs: 10_000,
    });
  });

  it('lets rules set everything that has two underscores, as blackbox exporters need it', () => {
    const blackbox = config(`    params: {module: [http_2xx]}
    relabel_configs:
      - {source_labels: [__address__], target_label: __param_target}
      - {source_labels: [__param_target], target_label: instance}
      - {target_label: __address__, replacement: "probe:9115"}
      - {target_label: __scheme__, replacement: https}
      - {target_label: __metrics_path__, replacement: /probe}
      - {target_label: __scrape_interval__, replacement: 5s}
      - {source_labels: [__meta_dc], target_label: dc}`);
    expect(targetOf(blackbox, 'https://site', { __meta_dc: 'fra' })).toMatchObject({
      url: 'https://probe:9115/probe?module=http_2xx&target=https%3A%2F%2Fsite',
      labels: { job: 'shop', instance: 'https://site', dc: 'fra' },
      intervalMs: 5_000,
    });
  });

  it('is null for what a rule drops', () => {
    const dropping = config('    relabel_configs: [{source_labels: [env], regex: test, action: drop}]');
    expect(targetOf(dropping, 'h:1', { env: 'test' })).toBeNull();
    expect(targetOf(dropping, 'h:1', { env: 'prod' })).not.toBeNull();
  });

  it('says what is wrong with an address', () => {
    expect(() => targetOf(config('    scheme: http'), 'http://h:1/x', {})).toThrow(
      'expected host:port, got "http://h:1/x"',
    );
  });
});

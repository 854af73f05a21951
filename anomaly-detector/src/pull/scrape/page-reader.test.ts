import { describe, expect, it } from 'vitest';
import { parseSources } from '../config/sources-file.ts';
import { PageReader } from './page-reader.ts';

const target = { job: 'shop', instance: 'a:1' };
const reader = (yaml = '    scheme: http') =>
  new PageReader(parseSources(`scrape_configs:\n  - job_name: shop\n${yaml}`, 'f').scrapes[0]!, target);

describe('PageReader', () => {
  it('puts the labels of the target on, and keeps what the page had under the same name', () => {
    const { series, exposed } = reader().read('m{job="own",x="1"} 5\n', 'text', 1_000);
    expect(exposed).toBe(1);
    expect(series).toEqual([
      {
        name: 'm',
        labels: { __name__: 'm', job: 'shop', instance: 'a:1', exported_job: 'own', x: '1' },
        samples: [{ at: 1_000, value: 5 }],
        kind: null,
      },
    ]);
  });

  it('takes a label for its own that is called like what every object has', () => {
    const { series } = reader().read('m{constructor="x"} 5\n', 'text', 1_000);
    expect(series[0]!.labels).toEqual({ __name__: 'm', ...target, constructor: 'x' });
  });

  it('lets the page speak for itself where it is honoured', () => {
    const { series } = reader('    honor_labels: true').read('m{job="own"} 5 7000\n', 'text', 1_000);
    expect(series[0]).toMatchObject({ labels: { job: 'own', instance: 'a:1' }, samples: [{ at: 7_000 }] });
  });

  it('applies the rules for series on each page alike', () => {
    const own = reader(`    metric_relabel_configs:
      - {source_labels: [__name__], regex: "go_.*", action: drop}
      - {regex: "tmp_.*", action: labeldrop}
      - {source_labels: [__name__], regex: "old_(.*)", target_label: __name__, replacement: "new_$1"}`);
    for (const at of [1_000, 2_000]) {
      const { series, exposed } = own.read('go_x 1\nold_y{tmp_a="1"} 2\n', 'text', at);
      expect(exposed).toBe(2);
      expect(series).toEqual([
        { name: 'new_y', labels: { __name__: 'new_y', ...target }, samples: [{ at, value: 2 }], kind: null },
      ]);
    }
  });

  it('hands on what the page says of a series', () => {
    const page = `# TYPE pods_count gauge
pods_count{x="1"} 1
# TYPE jobs counter
jobs 1
# TYPE size histogram
size_count 1
other_count 1
`;
    const kinds = (format: 'text' | 'openmetrics', text: string) =>
      reader()
        .read(text, format, 1)
        .series.map(({ name, kind }) => [name, kind]);
    expect(kinds('text', page)).toEqual([
      ['pods_count', 'gauge'],
      ['jobs', 'counter'],
      ['size_count', null],
      ['other_count', null],
    ]);
    expect(kinds('openmetrics', '# TYPE jobs counter\njobs_total 1\n')).toEqual([['jobs_total', 'counter']]);
  });

  it('tells of a series that is gone, once', () => {
    const own = reader();
    own.read('a 1\nb 2\n', 'text', 1_000);
    const { gone } = own.read('a 1\n', 'text', 2_000);
    expect(gone).toMatchObject([{ name: 'b', samples: [{ at: 2_000, value: Number.NaN }] }]);
    expect(own.read('a 1\n', 'text', 3_000).gone).toEqual([]);
    expect(own.forget(4_000)).toMatchObject([{ name: 'a' }]);
  });

  it('reads OpenMetrics: seconds, exemplars, no moments of creation', () => {
    const page = '# TYPE a counter\na_total 5 12.5 # {trace_id="x"} 1\na_created{} 1.6e9\n# EOF\n';
    const { series } = reader().read(page, 'openmetrics', 1_000);
    expect(series).toMatchObject([{ name: 'a_total', samples: [{ at: 12_500, value: 5 }] }]);
  });

  it.each([
    ['    sample_limit: 2', 'a 1\nb 1\nc 1\n', 'sample_limit: expected at most 2 samples'],
    ['    label_limit: 3', 'a{x="1",y="2"} 1\n', 'label_limit: expected at most 3 labels on a, got 5'],
    [
      '    scheme: http',
      `a{x="${'y'.repeat(2_049)}"} 1\n`,
      'expected labels of at most 2048 characters, got more in x of a',
    ],
    ['    scheme: http', '<html>', 'line 1: expected a metric name'],
  ])('holds a page to its limits (%s)', (yaml, page, message) => {
    expect(() => reader(yaml).read(page, 'text', 1)).toThrow(message);
  });
});

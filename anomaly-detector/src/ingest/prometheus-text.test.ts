import { describe, expect, it } from 'vitest';
import { parsePrometheusText } from './prometheus-text.ts';

describe('parsePrometheusText', () => {
  it('reads names, labels and values, and passes over comments', () => {
    const text = `# HELP http_requests_total Requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3

up 1
`;
    expect(parsePrometheusText(text)).toEqual([
      {
        id: 'http_requests_total{method="post",code="200"}',
        name: 'http_requests_total',
        labels: { method: 'post', code: '200' },
        value: 1027,
      },
      {
        id: 'http_requests_total{method="post",code="400"}',
        name: 'http_requests_total',
        labels: { method: 'post', code: '400' },
        value: 3,
      },
      { id: 'up', name: 'up', labels: {}, value: 1 },
    ]);
  });

  it('reads escapes, commas, braces and spaces inside label values', () => {
    const [sample] = parsePrometheusText('m{path="C:\\\\x\\"y\\"",note="a, b} c",line="1\\n2",} 1.5e-3');
    expect(sample!.labels).toEqual({ path: 'C:\\x"y"', note: 'a, b} c', line: '1\n2' });
    expect(sample!.value).toBe(0.0015);
  });

  it('reads infinities and what is not a number', () => {
    const values = parsePrometheusText('a +Inf\nb -Inf\nc NaN\nd Nan').map(({ value }) => value);
    expect(values).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, Number.NaN]);
  });

  it('reads Windows line ends and an exemplar', () => {
    const samples = parsePrometheusText('a_bucket{le="1"} 5 # {trace_id="x"} 0.5\r\nb 2\r\n');
    expect(samples.map(({ value }) => value)).toEqual([5, 2]);
  });

  it.each([
    ['a value is missing', 'up', 'line 1: expected a number'],
    ['a value is no number', 'ok 1\nup one', 'line 2: expected a number'],
    ['a quote is not closed', 'm{a="b} 1', 'line 1: expected the closing quote of label a'],
    ['a label has no quotes', 'm{a=b} 1', 'line 1: expected a quoted value of label a'],
    ['a label has no equals sign', 'm{a} 1', 'line 1: expected a label and "="'],
    ['it is a web page', '<html><body>not found</body></html>', 'line 1: expected a metric name'],
  ])('says where %s', (_, text, message) => {
    expect(() => parsePrometheusText(text)).toThrow(message);
  });
});

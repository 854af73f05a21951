import { expect, it } from 'vitest';
import type { LiveDetector } from '../services/live-detector.ts';
import { select, selectLabels } from './band-query.ts';
import { parseSelector } from './selector.ts';

const series = Array.from({ length: 401 }, (_, index) => ({
  series: { key: `up{zone="${index % 2}"}`, service: `s${index}`, metric: 'up', direction: 'self', peer: '' },
}));
const detector = { engine: { learner: { list: () => series } } } as unknown as LiveDetector;

it('refuses to name more series than can be drawn, and tells the labels of any number', () => {
  const every = parseSelector('{metric="up"}');
  expect(() => select(detector, every)).toThrow(
    'expected a selector of at most 2000 series, got one of 2005',
  );
  const { names, labels } = selectLabels(detector, every);
  expect(names).toContain('breakwater_upper');
  expect(labels).toHaveLength(401);
  expect(labels[0]).toEqual({ service: 's0', metric: 'up', zone: '0' });
});

it('tells of no metric where no series is meant', () => {
  expect(selectLabels(detector, parseSelector('{service="none"}'))).toEqual({ names: [], labels: [] });
  expect(selectLabels(detector, parseSelector('breakwater_value{service="s1"}'))).toMatchObject({
    names: ['breakwater_value'],
    labels: [{ service: 's1' }],
  });
});

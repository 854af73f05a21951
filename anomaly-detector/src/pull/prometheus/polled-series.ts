import type { Series } from '../../contract/index.ts';
import type { Reading } from '../../services/learner.ts';
import type { PollQuery } from '../config/prometheus-config.ts';
import type { QueriedSeries } from './api.ts';

/** What a query is about: its name, and what its values mean. */
export type Asked = Pick<PollQuery, 'name' | 'service' | 'service_label' | 'unit' | 'worse' | 'signal'>;

/** The readings in an answer to a query; each of its series is learnt under the name of the query with its labels. */
export function readingsOf(asked: Asked, answer: readonly QueriedSeries[]): Reading[] {
  return answer.flatMap(({ labels, samples }) => {
    const series = polledSeries(asked, labels);
    return samples.map(({ at, value }) => ({ series, at, value, count: Number.NaN }));
  });
}

function polledSeries(asked: Asked, labels: Readonly<Record<string, string>>): Series {
  const { name, unit, worse, signal } = asked;
  const own = Object.entries(labels)
    .filter(([label]) => label !== '__name__')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const named = asked.service_label === undefined ? undefined : labels[asked.service_label];
  return {
    key: `${keyStart(name)}${own.join(',')}}`,
    service: asked.service || named || labels.service || labels.job || name,
    direction: 'self',
    peer: '',
    metric: name,
    unit,
    signal,
    worse,
  };
}

/** What the keys of the series of a query begin with. */
export const keyStart = (name: string): string => `${name}{`;

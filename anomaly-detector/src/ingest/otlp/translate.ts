import type { HistogramPoint } from '../histogram/histogram-point.ts';
import { staleMark } from '../series/batch.ts';
import { LabelBytes } from '../series/label-bytes.ts';
import type { Kind } from '../series/meaning.ts';
import { type DecodeInto, settle } from '../series/settle.ts';
import {
  type Attributes,
  type Metric,
  type NumberPoint,
  type ResourceMetrics,
  temporality,
} from './model.ts';
import { explicitPoint, exponentialPoint } from './points.ts';
import { prometheusLabel, prometheusName } from './prometheus-name.ts';

/** What one series of a metric is called and told to be. */
type Target = { name: string; unit: string; kind: Kind | null; resource: ReadonlyMap<string, string> };

/** Turns metrics of OpenTelemetry into samples of series, by the names that Prometheus has for them. */
export class OtlpTranslator {
  #labels = new LabelBytes();
  #since = { samples: 0, histograms: 0 };

  translate(resources: readonly ResourceMetrics[], into: DecodeInto): void {
    for (const { attributes, metrics } of resources) {
      const resource = resourceLabels(attributes);
      for (const metric of metrics) this.#metric(metric, resource, into);
    }
  }

  #metric({ name, unit, data }: Metric, resource: ReadonlyMap<string, string>, into: DecodeInto): void {
    const as = (kind: 'gauge' | 'counter' | 'other', told: Kind | null): Target => ({
      ...{ name: prometheusName(name, unit, kind), unit, kind: told, resource },
    });
    switch (data?.type) {
      case 'gauge':
        for (const point of data.points) this.#number(as('gauge', 'gauge'), point, false, into);
        break;
      case 'sum': {
        const target = data.isMonotonic ? as('counter', 'counter') : as('gauge', 'gauge');
        const isDelta = data.isMonotonic && data.temporality === temporality.delta;
        for (const point of data.points) this.#number(target, point, isDelta, into);
        break;
      }
      case 'histogram':
        for (const point of data.points)
          this.#histogram(as('other', null), point, explicitPoint(point, data.temporality), into);
        break;
      case 'exponential':
        for (const point of data.points)
          this.#histogram(as('other', null), point, exponentialPoint(point, data.temporality), into);
        break;
      case 'summary': {
        const target = as('other', 'gauge');
        for (const { quantiles, count, sum, ...point } of data.points) {
          for (const [quantile, value] of quantiles) {
            const attributes = [...point.attributes, ['quantile', String(quantile)] as const];
            this.#number(target, { ...point, attributes, value }, false, into);
          }
          const total = { ...target, kind: 'counter' as const };
          this.#number(
            { ...total, name: `${target.name}_count`, unit: '' },
            { ...point, value: count },
            false,
            into,
          );
          this.#number({ ...total, name: `${target.name}_sum` }, { ...point, value: sum }, false, into);
        }
      }
    }
  }

  #number(target: Target, point: NumberPoint, isDelta: boolean, into: DecodeInto): void {
    this.#begin(into);
    // What is counted since the last point is like a counter that has begun anew.
    const startedAt = isDelta ? point.at : point.startedAt;
    into.batch.add(
      point.at,
      point.hasValue ? point.value : Number.NaN,
      point.hasValue ? startedAt : staleMark,
    );
    this.#settle(target, point.attributes, into);
  }

  #histogram(
    target: Target,
    { at, startedAt, hasValue, attributes }: Omit<NumberPoint, 'value'>,
    point: HistogramPoint | null,
    into: DecodeInto,
  ): void {
    this.#begin(into);
    into.batch.addHistogram({ series: -1, at, startedAt: hasValue ? startedAt : staleMark, point });
    this.#settle(target, attributes, into);
  }

  #begin({ batch }: DecodeInto): void {
    this.#since.samples = batch.length;
    this.#since.histograms = batch.histograms.length;
  }

  #settle({ name, unit, kind, resource }: Target, attributes: Attributes, into: DecodeInto): void {
    const labels = new Map(resource);
    for (const [key, value] of attributes) labels.set(prometheusLabel(key), value);
    labels.set('__name__', name);
    this.#labels.clear();
    for (const label of [...labels.keys()].sort()) this.#labels.addText(label, labels.get(label)!);
    settle(into, this.#since, this.#labels.bytes, 0, this.#labels.length, { kind, unit });
  }
}

/** What of a resource tells its series apart. */
function resourceLabels(attributes: Attributes): ReadonlyMap<string, string> {
  const resource = new Map(attributes);
  const labels = new Map([['service', resource.get('service.name') ?? 'unknown_service']]);
  const instance = resource.get('service.instance.id') ?? resource.get('host.name');
  if (instance !== undefined) labels.set('instance', instance);
  return labels;
}

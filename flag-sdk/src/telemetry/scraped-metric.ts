import type { Metric, Registry } from 'prom-client';

/** One number of a metric, with its labels. */
export interface ScrapedValue {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  /** Where it differs from the metric's own: `<name>_bucket`, `<name>_sum`, `<name>_count`. */
  readonly metricName?: string;
}

/** A metric whose numbers are put together only when somebody asks, so that counting costs next to nothing. */
export interface ScrapedMetric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'histogram';
  readonly aggregator: 'sum';
  get(): Promise<Omit<ScrapedMetric, 'get' | 'reset'> & { readonly values: ScrapedValue[] }>;
  reset(): void;
}

/** Registers a metric that is read by `values` at each scrape. */
export const scrapedMetric = (
  registry: Registry,
  shape: Pick<ScrapedMetric, 'name' | 'help' | 'type'>,
  values: () => ScrapedValue[],
): void => {
  const own = { ...shape, aggregator: 'sum' as const };
  const metric: ScrapedMetric = {
    ...own,
    get: async () => ({ ...own, values: values() }),
    // A counter that was told to others never goes back.
    reset: () => {},
  };
  // The registry asks for no more than this of a metric, but its type names its own classes.
  registry.registerMetric(metric as unknown as Metric);
};

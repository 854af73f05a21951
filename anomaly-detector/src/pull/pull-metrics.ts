import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What the detector tells about the metrics that it fetches. */
export type PullMetrics = ReturnType<typeof createPullMetrics>;

/** Metrics about scraping, finding targets and asking a Prometheus, in the registry given. */
export function createPullMetrics(registry: Registry) {
  const registers = [registry];
  const job = ['job'] as const;
  const query = ['query'] as const;
  return {
    targets: new Gauge({
      name: 'detector_scrape_targets',
      help: 'Targets being scraped',
      labelNames: job,
      registers,
    }),
    scrapeSeconds: new Histogram({
      name: 'detector_scrape_duration_seconds',
      help: 'How long scrapes took, in seconds',
      labelNames: job,
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10],
      registers,
    }),
    scrapedSamples: new Counter({
      name: 'detector_scraped_samples_total',
      help: 'Samples on scraped pages, before rules dropped any',
      labelNames: job,
      registers,
    }),
    refusedSamples: new Counter({
      name: 'detector_scraped_samples_refused_total',
      help: 'Samples of good pages that were not learnt: late, from the future, or of a series beyond a limit',
      registers,
    }),
    scrapeFailures: new Counter({
      name: 'detector_scrape_failures_total',
      help: 'Scrapes that failed: no answer, too large, beyond a limit or malformed',
      labelNames: job,
      registers,
    }),
    discoveryFailures: new Counter({
      name: 'detector_discovery_failures_total',
      help: 'Looks for targets that failed; the targets last found stay in force',
      labelNames: job,
      registers,
    }),
    pollSeconds: new Histogram({
      name: 'detector_poll_duration_seconds',
      help: 'How long queries of a Prometheus took, in seconds',
      labelNames: query,
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
      registers,
    }),
    pollFailures: new Counter({
      name: 'detector_poll_failures_total',
      help: 'Queries of a Prometheus that failed',
      labelNames: query,
      registers,
    }),
    refusedValues: new Counter({
      name: 'detector_polled_values_refused_total',
      help: 'Values in answers of a Prometheus that were not learnt: of a series beyond BREAKWATER_SERIES_PER_TENANT',
      registers,
    }),
    imported: new Counter({
      name: 'detector_imported_rows_total',
      help: 'Rows of the past that were learnt',
      registers,
    }),
  };
}

import { authorizationOf } from '../config/credentials.ts';
import type { ScrapeConfig } from '../config/scrape-config.ts';
import type { ScrapeTarget } from '../discovery/target.ts';
import { fetchText } from '../fetch-text.ts';
import type { PulledSeries } from '../parts.ts';
import { PageReader } from './page-reader.ts';

/** How a scrape went. */
export type ScrapeOutcome = {
  series: PulledSeries[];
  /** Samples on the page, before rules dropped any. */
  exposed: number;
  seconds: number;
  /** Empty where it went well. */
  error: string;
};

const accept =
  'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

/** Scrapes one target again and again; a page that cannot be had or read makes its series stale and `up` 0. */
export class TargetScrape {
  readonly target: ScrapeTarget;
  #config: ScrapeConfig;
  #reader: PageReader;
  #now: () => number;

  constructor(config: ScrapeConfig, target: ScrapeTarget, now: () => number) {
    this.target = target;
    this.#config = config;
    this.#now = now;
    this.#reader = new PageReader(config, target.labels);
  }

  /** Fetches and reads the page; its samples get the time `at` (epoch ms). */
  async scrape(at: number): Promise<ScrapeOutcome> {
    const begunAt = this.#now();
    const seconds = () => (this.#now() - begunAt) / 1000;
    try {
      const { url, timeoutMs } = this.target;
      const { text, contentType } = await fetchText(url, {
        headers: { accept, 'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000) },
        authorization: await authorizationOf(this.#config),
        timeoutMs,
        mostBytes: this.#config.body_size_limit,
      });
      const format = contentType.startsWith('application/openmetrics-text') ? 'openmetrics' : 'text';
      const { series, gone, exposed } = this.#reader.read(text, format, at);
      return { series: [...series, ...gone, this.#up(1, at)], exposed, seconds: seconds(), error: '' };
    } catch (error) {
      const { message } = error as Error;
      return {
        series: [...this.#reader.forget(at), this.#up(0, at)],
        exposed: 0,
        seconds: seconds(),
        error: message,
      };
    }
  }

  /** What is left to say when the target is no more. */
  end(at: number): PulledSeries[] {
    return [...this.#reader.forget(at), this.#up(Number.NaN, at)];
  }

  #up(value: number, at: number): PulledSeries {
    return { name: 'up', labels: { ...this.target.labels, __name__: 'up' }, samples: [{ at, value }] };
  }
}

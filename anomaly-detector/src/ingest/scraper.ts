import type { Reading } from '../services/learner.ts';
import { InstanceReader, type InstanceRow } from './instance-row.ts';
import { parsePrometheusText } from './prometheus-text.ts';
import { ServiceReader } from './service-rows.ts';
import type { Target } from './targets-file.ts';

/** How the last scrape of a target went; `lastScrapeAt` in epoch ms, null before the first success. */
export type TargetStatus = {
  service: string;
  instance: string;
  up: boolean;
  lastScrapeAt: number | null;
  error: string;
};

/** What one round over all targets gave. */
export type ScrapeRound = { readings: Reading[]; samples: number };

type Outcome = { target: Target; row: InstanceRow | null; isUp: boolean; samples: number };

/** Scrapes every target at once and derives one row per service. */
export class Scraper {
  #readers = new Map<string, InstanceReader>();
  #services = new ServiceReader();
  #status = new Map<string, TargetStatus>();
  #timeoutMs: number;

  /** `timeoutMs` bounds each scrape. */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** One round; `at` (epoch ms) is the time of all its rows. */
  async scrape(targets: readonly Target[], at: number): Promise<ScrapeRound> {
    this.#forgetExcept(targets);
    const outcomes = await Promise.all(targets.map((target) => this.#scrapeOne(target, at)));
    const services = Map.groupBy(outcomes, ({ target }) => target.service);
    const readings = [...services].flatMap(([service, group]) =>
      this.#services.read(
        {
          service,
          targets: group.length,
          up: group.filter(({ isUp }) => isUp).length,
          rows: group.map(({ row }) => row).filter((row) => row !== null),
        },
        at,
      ),
    );
    return { readings, samples: outcomes.reduce((sum, { samples }) => sum + samples, 0) };
  }

  status(): TargetStatus[] {
    return [...this.#status.values()];
  }

  async #scrapeOne(target: Target, at: number): Promise<Outcome> {
    const reader = this.#readers.get(target.url) ?? new InstanceReader();
    this.#readers.set(target.url, reader);
    const { service, instance } = target;
    try {
      const response = await fetch(target.url, { signal: AbortSignal.timeout(this.#timeoutMs) });
      if (!response.ok) throw new Error(`expected 200, got ${response.status}`);
      const samples = parsePrometheusText(await response.text());
      const row = reader.read(samples, at);
      this.#status.set(target.url, { service, instance, up: true, lastScrapeAt: at, error: '' });
      return { target, row, isUp: true, samples: samples.length };
    } catch (error) {
      const lastScrapeAt = this.#status.get(target.url)?.lastScrapeAt ?? null;
      this.#status.set(target.url, { service, instance, up: false, lastScrapeAt, error: describe(error) });
      return { target, row: null, isUp: false, samples: 0 };
    }
  }

  #forgetExcept(targets: readonly Target[]): void {
    const urls = new Set(targets.map(({ url }) => url));
    for (const url of [...this.#status.keys()].filter((known) => !urls.has(known))) {
      this.#status.delete(url);
      this.#readers.delete(url);
    }
  }
}

function describe(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

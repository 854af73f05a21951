import { setTimeout as wait } from 'node:timers/promises';
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

/** What has come in since the last round: readings in order of time, and how many raw samples they were made of. */
export type ScrapeRound = { readings: Reading[]; samples: number };

type Outcome = { row: InstanceRow | null; isUp: boolean; samples: number };

/**
 * Scrapes every target and derives one row per service. The instances of a service are scraped together; a service that is
 * slow to answer, as on a starved machine, delays nobody but itself, and its row comes late rather than never.
 */
export class Scraper {
  #readers = new Map<string, InstanceReader>();
  #services = new ServiceReader();
  #status = new Map<string, TargetStatus>();
  #inFlight = new Map<string, Promise<void>>();
  #arrived: ScrapeRound = { readings: [], samples: 0 };
  #timeoutMs: number;
  #now: () => number;

  /** `timeoutMs` is how long a target may take before it counts as down; `now` gives epoch ms. */
  constructor(timeoutMs: number, now: () => number) {
    this.#timeoutMs = timeoutMs;
    this.#now = now;
  }

  /** Starts a scrape of every service that is not being scraped, waits at most `patienceMs`, and returns what has come in. */
  async scrape(targets: readonly Target[], patienceMs: number): Promise<ScrapeRound> {
    this.#forgetExcept(targets);
    for (const [service, group] of Map.groupBy(targets, ({ service: name }) => name)) {
      if (this.#inFlight.has(service)) continue;
      const round = this.#scrapeService(service, group).finally(() => this.#inFlight.delete(service));
      this.#inFlight.set(service, round);
    }
    const patience = new AbortController();
    await Promise.race([
      Promise.all(this.#inFlight.values()),
      wait(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
    ]);
    patience.abort();
    const arrived = this.#arrived;
    this.#arrived = { readings: [], samples: 0 };
    return arrived;
  }

  status(): TargetStatus[] {
    return [...this.#status.values()];
  }

  async #scrapeService(service: string, targets: readonly Target[]): Promise<void> {
    const outcomes = await Promise.all(targets.map((target) => this.#scrapeOne(target)));
    const row = {
      service,
      targets: targets.length,
      up: outcomes.filter(({ isUp }) => isUp).length,
      rows: outcomes.map((outcome) => outcome.row).filter((instance) => instance !== null),
    };
    this.#arrived.readings.push(...this.#services.read(row, this.#now()));
    this.#arrived.samples += outcomes.reduce((sum, { samples }) => sum + samples, 0);
  }

  async #scrapeOne(target: Target): Promise<Outcome> {
    const reader = this.#readers.get(target.url) ?? new InstanceReader();
    this.#readers.set(target.url, reader);
    const { service, instance } = target;
    try {
      const response = await fetch(target.url, { signal: AbortSignal.timeout(this.#timeoutMs) });
      const text = await response.text();
      if (!response.ok) throw new Error(`expected 200, got ${response.status}`);
      const at = this.#now();
      const samples = parsePrometheusText(text);
      const row = reader.read(samples, at);
      this.#status.set(target.url, { service, instance, up: true, lastScrapeAt: at, error: '' });
      return { row, isUp: true, samples: samples.length };
    } catch (error) {
      const lastScrapeAt = this.#status.get(target.url)?.lastScrapeAt ?? null;
      this.#status.set(target.url, { service, instance, up: false, lastScrapeAt, error: describe(error) });
      return { row: null, isUp: false, samples: 0 };
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
  return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message;
}

import type { TargetStatus } from '../ingest/scraper.ts';
import type { Sources } from './config/sources-file.ts';
import type { PullParts } from './parts.ts';
import { QueryPoll } from './prometheus/query-poll.ts';
import { ScrapeJob } from './scrape/job.ts';

/** Everything that the detector fetches by itself: pages of targets, and answers of a Prometheus. */
export class Pull {
  #jobs: ScrapeJob[];
  #polls: QueryPoll[];

  constructor(sources: Sources, parts: PullParts) {
    this.#jobs = sources.scrapes.map((config) => new ScrapeJob(config, parts));
    this.#polls = sources.prometheus.flatMap((config) =>
      config.queries.map((query) => new QueryPoll(config, query, parts)),
    );
  }

  start(): void {
    for (const each of [...this.#jobs, ...this.#polls]) each.start();
  }

  /** How each scraped target is doing. */
  status(): TargetStatus[] {
    return this.#jobs.flatMap((job) => job.status());
  }

  /** Waits for what is in hand. */
  async close(): Promise<void> {
    await Promise.all([...this.#jobs, ...this.#polls].map((each) => each.close()));
  }
}

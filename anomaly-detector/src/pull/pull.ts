import type { TargetStatus } from '../ingest/scraper.ts';
import type { Sources } from './config/sources-file.ts';
import type { PullParts } from './parts.ts';
import { ScrapeJob } from './scrape/job.ts';

/** Everything that the detector fetches by itself: pages of targets, and answers of a Prometheus. */
export class Pull {
  #jobs: ScrapeJob[];

  constructor(sources: Sources, parts: PullParts) {
    this.#jobs = sources.scrapes.map((config) => new ScrapeJob(config, parts));
  }

  start(): void {
    for (const job of this.#jobs) job.start();
  }

  /** How each scraped target is doing. */
  status(): TargetStatus[] {
    return this.#jobs.flatMap((job) => job.status());
  }

  /** Waits for what is in hand. */
  async close(): Promise<void> {
    await Promise.all(this.#jobs.map((job) => job.close()));
  }
}

import { createHash } from 'node:crypto';
import type { ScrapeOutcome, TargetScrape } from './target-scrape.ts';

/** Who hears of scrapes: of each that was made, and of one whose outcome could not be taken. */
export type ScrapeHearer = {
  onOutcome(outcome: ScrapeOutcome, at: number): void;
  onFailure(error: Error): void;
};

/**
 * Scrapes a target at its interval, at a moment within it that the target's name decides, so that many targets spread over it.
 * A scrape that takes longer swallows the ones that it overlaps.
 */
export class TargetLoop {
  readonly scrape: TargetScrape;
  #now: () => number;
  #hearer: ScrapeHearer;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #dueAt = 0;
  #isClosed = false;

  constructor(scrape: TargetScrape, now: () => number, hearer: ScrapeHearer) {
    this.scrape = scrape;
    this.#now = now;
    this.#hearer = hearer;
  }

  start(): void {
    if (this.#isClosed) return;
    const { intervalMs, id } = this.scrape.target;
    const offset = createHash('md5').update(id).digest().readUInt32BE(0) % intervalMs;
    const now = this.#now();
    // A timer may fire a little early: what was due then is not due again.
    const after = Math.max(now, this.#dueAt);
    this.#dueAt = Math.floor((after - offset) / intervalMs + 1) * intervalMs + offset;
    this.#timer = setTimeout(() => {
      this.#running = this.#run();
    }, this.#dueAt - now);
  }

  /** Waits for the scrape in hand. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const at = this.#now();
    try {
      const outcome = await this.scrape.scrape(at);
      if (!this.#isClosed) this.#hearer.onOutcome(outcome, at);
    } catch (error) {
      this.#hearer.onFailure(error as Error);
    }
    this.start();
  }
}

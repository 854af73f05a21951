import type { Log } from './log.ts';

/** Runs a round at every multiple of the interval; a round that takes longer swallows the ones that it overlaps. */
export class ScrapeLoop {
  #intervalMs: number;
  #now: () => number;
  #round: () => Promise<void>;
  #log: Log;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(intervalMs: number, now: () => number, round: () => Promise<void>, log: Log) {
    this.#intervalMs = intervalMs;
    this.#now = now;
    this.#round = round;
    this.#log = log;
  }

  start(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(
      () => {
        this.#running = this.#run();
      },
      this.#intervalMs - (this.#now() % this.#intervalMs),
    );
  }

  /** Waits for the round in hand. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      await this.#round();
    } catch (error) {
      this.#log.error({ err: error }, 'a scrape round failed');
    }
    this.start();
  }
}

import { afterEach, describe, expect, it, vi } from 'vitest';
import { TargetLoop } from './target-loop.ts';
import type { ScrapeOutcome, TargetScrape } from './target-scrape.ts';

const outcome: ScrapeOutcome = { series: [], exposed: 0, seconds: 0, error: '' };
const scrapeOf = (scrape: () => Promise<ScrapeOutcome>) =>
  ({ target: { id: 'a', intervalMs: 1_000 }, scrape }) as unknown as TargetScrape;

describe('TargetLoop', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('tells of a scrape that could not be taken, and scrapes on', async () => {
    vi.useFakeTimers({ now: 0 });
    const told: string[] = [];
    let scrapes = 0;
    const loop = new TargetLoop(
      scrapeOf(async () => {
        scrapes += 1;
        return outcome;
      }),
      Date.now,
      {
        onOutcome: () => {
          throw new Error(`no room for scrape ${scrapes}`);
        },
        onFailure: ({ message }) => told.push(message),
      },
    );
    loop.start();
    await vi.advanceTimersByTimeAsync(2_000);
    await loop.close();
    expect(told).toEqual(['no room for scrape 1', 'no room for scrape 2']);
  });
});

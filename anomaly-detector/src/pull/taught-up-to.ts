import { z } from 'zod';
import type { Reading } from '../services/learner.ts';
import { keyStart } from './prometheus/polled-series.ts';

const Times = z.record(z.string(), z.number());

/** Up to when (epoch ms) the series of each query have been handed on to whoever learns them. */
export class TaughtUpTo {
  #times = new Map<string, number>();
  /** Rises with each change. */
  version = 0;

  /** 0 where nothing has been. */
  of(start: string): number {
    return this.#times.get(start) ?? 0;
  }

  note(readings: readonly Reading[]): void {
    for (const { series, at } of readings) {
      const start = keyStart(series.metric);
      if (at > this.of(start)) this.#times.set(start, at);
    }
    if (readings.length > 0) this.version += 1;
  }

  snapshot(): Record<string, number> {
    return Object.fromEntries(this.#times);
  }

  /** Throws where the content is none. */
  restore(content: unknown): void {
    this.#times = new Map(Object.entries(Times.parse(content)));
  }
}

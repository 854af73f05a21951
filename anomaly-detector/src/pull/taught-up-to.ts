import { z } from 'zod';

const Times = z.record(z.string(), z.number());

/** Up to when (epoch ms) whole answers to each query have been learnt, and kept. */
export class TaughtUpTo {
  #times = new Map<string, number>();
  /** Rises with each change. */
  version = 0;

  /** 0 where nothing has been. */
  of(keyStart: string): number {
    return this.#times.get(keyStart) ?? 0;
  }

  note(keyStart: string, at: number): void {
    if (at <= this.of(keyStart)) return;
    this.#times.set(keyStart, at);
    this.version += 1;
  }

  snapshot(): Record<string, number> {
    return Object.fromEntries(this.#times);
  }

  /** Throws where the content is none. */
  restore(content: unknown): void {
    this.#times = new Map(Object.entries(Times.parse(content)));
  }
}

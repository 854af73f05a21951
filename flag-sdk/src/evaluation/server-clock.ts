/** What a clock is told of. */
export interface ServerClockOptions {
  /** This machine's clock, in milliseconds since 1970. */
  readonly local: () => number;
  /** Hears once when the clocks are found to be apart by 30 s or more, in milliseconds that the server is ahead. */
  readonly onSkew: (aheadMs: number) => void;
}

/** A `Date` header names whole seconds, and its way takes time: less than this is no difference. */
const NOTICED_MS = 5_000;
const TOLD_MS = 30_000;

/**
 * The server's time, as far as it was heard: each answer carries a `Date`, and this machine's clock is put right by it.
 * So a date in a flag passes at the same time on every instance, also where the clock of one is off.
 */
export class ServerClock {
  readonly #options: ServerClockOptions;
  #aheadMs = 0;
  #wasTold = false;

  constructor(options: ServerClockOptions) {
    this.#options = options;
  }

  /** Milliseconds since 1970: the server's where its clock is known to differ, else this machine's. */
  readonly now = (): number => this.#options.local() + this.#aheadMs;

  /** Takes the headers of an answer that has just come; one that a cache has kept, or without a date, says nothing. */
  readonly hear = (headers: Headers): void => {
    const sentAt = Date.parse(headers.get('date') ?? '');
    if (Number.isNaN(sentAt) || headers.has('age')) return;
    const aheadMs = sentAt + 500 - this.#options.local();
    this.#aheadMs = Math.abs(aheadMs) < NOTICED_MS ? 0 : aheadMs;
    const isFar = Math.abs(aheadMs) >= TOLD_MS;
    if (isFar && !this.#wasTold) this.#options.onSkew(aheadMs);
    this.#wasTold = isFar;
  };
}

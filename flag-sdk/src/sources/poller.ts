import { setTimeout as wait } from 'node:timers/promises';
import { backoffMs } from './backoff.ts';
import { type PollEnd, type PollRequest, pollOnce } from './poll.ts';

/** What a poller needs. */
export interface PollerOptions {
  readonly url: string;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly maxMs: number;
  readonly timeoutMs: number;
  readonly random: () => number;
  readonly knownRevision: () => number;
  readonly onAnswer: (headers: Headers) => void;
  /** Takes what a poll brought, and says whether its ETag may be used for the next one. */
  readonly onEnd: (end: PollEnd) => boolean;
}

/** Polls while it is told to, and backs off while polls fail; one success brings it back to its interval. */
export class Poller {
  readonly #options: PollerOptions;
  #running: AbortController | undefined;
  #etag: string | undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Begins to poll at once; does nothing if it polls already. */
  start(): void {
    if (this.#running !== undefined) return;
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const end = await pollOnce(this.#request(signal));
      if (signal.aborted) return;
      failures = end.kind === 'failed' ? failures + 1 : 0;
      this.#take(end);
      await wait(this.#waitAfter(end, failures), undefined, { signal, ref: false }).catch(() => {});
    }
  }

  #request(signal: AbortSignal): PollRequest {
    const { url, headers, timeoutMs, onAnswer, knownRevision } = this.#options;
    const etag = this.#etag;
    return { url, headers: headers(), timeoutMs, signal, onAnswer, etag, knownRevision: knownRevision() };
  }

  #take(end: PollEnd): void {
    const isUsable = this.#options.onEnd(end);
    if (end.kind === 'state') this.#etag = isUsable ? end.etag : undefined;
    if (end.kind === 'failed' && end.status === 200) this.#etag = undefined;
  }

  #waitAfter(end: PollEnd, failures: number): number {
    const { intervalMs, maxMs, random } = this.#options;
    if (end.kind !== 'failed') return intervalMs * (0.75 + random() / 2);
    return Math.max(end.retryAfterMs, backoffMs(failures + 1, { minMs: intervalMs, maxMs }, random()));
  }
}

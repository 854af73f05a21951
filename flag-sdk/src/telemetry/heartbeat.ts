import type { GuardState } from '../resilience/outcome.ts';

/** Where a state comes from, in the words of the control plane. */
export type ToldSource = 'stream' | 'poll' | 'backup' | 'none';

/** What an instance tells the control plane: `POST /api/v1/instances/heartbeat`. */
export interface Heartbeat {
  readonly instanceId: string;
  readonly service: string;
  readonly environment: string;
  readonly sdk: string;
  readonly startedAt: string;
  /** The revision that this instance evaluates with; 0 before the first. */
  readonly revision: number;
  /** A bootstrap is told as a backup: neither follows the server. */
  readonly source: ToldSource;
  /** Keys of the flags that this instance has asked for, at most 2000. */
  readonly flags: readonly string[];
  /** At most 200. */
  readonly guards: readonly GuardState[];
  /** Flags that were asked for since they last changed, with the revision that changed them; at most 200. */
  readonly effective: readonly { readonly flag: string; readonly revision: number }[];
  /** Kills that hold until the server's database contains them. */
  readonly overrides: readonly { readonly id: string; readonly flag: string }[];
  /** Milliseconds between two polls, while there is no stream. */
  readonly pollEveryMs?: number;
}

/** What a heart needs. */
export interface HeartOptions {
  readonly intervalMs: number;
  readonly snapshot: () => Heartbeat;
  /** Sends one heartbeat; rejects when it did not arrive. */
  readonly send: (heartbeat: Heartbeat, signal: AbortSignal) => Promise<void>;
  readonly onResult: (result: 'sent' | 'failed') => void;
}

/**
 * Sends a heartbeat whenever it is told to, and regularly. One is on its way at a time; what happens meanwhile is sent
 * in one more, taken only when it leaves, so that the newest is always the last to be sent.
 */
export class Heart {
  readonly #options: HeartOptions;
  readonly #closing = new AbortController();
  #isDue = false;
  #beating: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HeartOptions) {
    this.#options = options;
  }

  start(): void {
    this.beat();
    this.#timer = setInterval(() => this.beat(), this.#options.intervalMs);
    this.#timer.unref();
  }

  /** Sends a heartbeat as soon as none is on its way. */
  beat(): void {
    if (this.#closing.signal.aborted) return;
    this.#isDue = true;
    this.#beating ??= this.#run();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing.abort();
    await this.#beating;
  }

  async #run(): Promise<void> {
    // Several changes within one turn of the event loop leave as one heartbeat.
    await Promise.resolve();
    while (this.#isDue && !this.#closing.signal.aborted) {
      this.#isDue = false;
      await this.#options.send(this.#options.snapshot(), this.#closing.signal).then(
        () => this.#options.onResult('sent'),
        () => this.#options.onResult('failed'),
      );
    }
    this.#beating = undefined;
  }
}

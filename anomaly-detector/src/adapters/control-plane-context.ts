import { DetectorContext } from '../contract/index.ts';
import { backOffMs } from './back-off.ts';
import type { Log } from './log.ts';

const pollMs = 2_000;
const mostMs = 15_000;
const timeoutMs = 3_000;

/** Follows the switches and changes that the control plane knows; what was last heard stays in force while it is away. */
export class ContextPoll {
  #url: string;
  #token: string;
  #log: Log;
  #onContext: (context: DetectorContext) => void;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(url: string, token: string, log: Log, onContext: (context: DetectorContext) => void) {
    this.#url = `${url}/api/v1/detector/context`;
    this.#token = token;
    this.#log = log;
    this.#onContext = onContext;
  }

  start(): void {
    void this.#round();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #round(): Promise<void> {
    try {
      this.#onContext(await this.#fetch());
      if (this.#failures > 0) this.#log.info({ url: this.#url }, 'the control plane answers again');
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (this.#failures === 1) {
        this.#log.warn(
          { url: this.#url, reason: (error as Error).message },
          'the control plane does not answer; retrying',
        );
      }
    }
    if (this.#isClosed) return;
    this.#timer = setTimeout(
      () => void this.#round(),
      this.#failures === 0 ? pollMs : backOffMs(this.#failures, pollMs, mostMs),
    );
  }

  async #fetch(): Promise<DetectorContext> {
    const response = await fetch(this.#url, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`expected 200, got ${response.status}`);
    }
    return DetectorContext.parse(await response.json());
  }
}

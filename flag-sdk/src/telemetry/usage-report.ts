import type { Settings } from '../options.ts';
import { unleashHeaders } from '../sources/headers.ts';
import { sdkName } from '../version.ts';
import { postJson } from './post-json.ts';
import type { Usage } from './usage.ts';

const LAST_REPORT_MS = 1_000;

/** Registers the instance with Unleash and reports its usage of flags; what is refused is tried again, for ever. */
export class UsageReport {
  readonly #settings: Settings;
  readonly #usage: Usage;
  readonly #now: () => Date;
  readonly #startedAt: Date;
  readonly #closing = new AbortController();
  #isRegistered = false;
  #since: Date;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;

  constructor(settings: Settings, usage: Usage, now: () => Date) {
    this.#settings = settings;
    this.#usage = usage;
    this.#now = now;
    this.#startedAt = now();
    this.#since = this.#startedAt;
  }

  start(): void {
    this.#timer = setInterval(() => void this.send(), this.#settings.timing.usageMs);
    this.#timer.unref();
  }

  /** Sends what was counted since the last report that arrived; never rejects. */
  send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  /** Makes a last report, for which a server that does not answer gets one second. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const patience = setTimeout(() => this.#closing.abort(), LAST_REPORT_MS);
    await this.send();
    clearTimeout(patience);
  }

  async #sendAll(): Promise<void> {
    if (!this.#isRegistered) this.#isRegistered = await this.#post('register', this.#registration());
    const taken = this.#usage.take();
    if (taken.size === 0) return;
    const stop = this.#now();
    const bucket = { start: this.#since, stop, toggles: Object.fromEntries(taken) };
    if (await this.#post('metrics', { ...this.#who(), bucket })) this.#since = stop;
    else this.#usage.giveBack(taken);
  }

  #who() {
    return { appName: this.#settings.service, instanceId: this.#settings.instanceId };
  }

  #registration() {
    const { environment, timing } = this.#settings;
    const started = this.#startedAt;
    return {
      ...this.#who(),
      environment,
      sdkVersion: sdkName,
      strategies: [],
      started,
      interval: timing.usageMs,
    };
  }

  #post(path: 'register' | 'metrics', body: unknown): Promise<boolean> {
    const { unleashApi, timing } = this.#settings;
    return postJson({
      url: `${unleashApi}/client/${path}`,
      headers: unleashHeaders(this.#settings),
      body,
      timeoutMs: timing.requestTimeoutMs,
      signal: this.#closing.signal,
    }).then(
      () => true,
      () => false,
    );
  }
}

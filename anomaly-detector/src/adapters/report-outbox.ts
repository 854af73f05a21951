import type { IncidentReport } from '../contract/index.ts';
import { backOffMs } from './back-off.ts';
import type { Log } from './log.ts';

const firstRetryMs = 500;
const mostMs = 10_000;
const timeoutMs = 5_000;
/** Answers that will not change by asking again. */
const hopeless = new Set([400, 413, 422]);

/** Sends incident reports: per incident the newest wins, and none is lost while the control plane is away. */
export class ReportOutbox {
  #url: string;
  #token: string;
  #log: Log;
  #waiting = new Map<string, IncidentReport>();
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #isSending = false;
  #isClosed = false;

  constructor(url: string, token: string, log: Log) {
    this.#url = url;
    this.#token = token;
    this.#log = log;
  }

  add(report: IncidentReport): void {
    this.#waiting.set(report.id, report);
    if (this.#failures === 0) void this.flush();
  }

  /** Reports that have not arrived yet. */
  waiting(): IncidentReport[] {
    return [...this.#waiting.values()];
  }

  /** Sends what waits; resolves when all has arrived or the first one has failed. */
  async flush(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    clearTimeout(this.#timer);
    try {
      for (let next = this.#first(); next !== undefined; next = this.#first()) await this.#send(next);
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (this.#failures === 1) {
        this.#log.warn(
          { reason: (error as Error).message, waiting: this.#waiting.size },
          'incident report not delivered; retrying',
        );
      }
      if (!this.#isClosed) {
        this.#timer = setTimeout(() => void this.flush(), backOffMs(this.#failures, firstRetryMs, mostMs));
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** Makes one last attempt. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    if (this.#failures === 0) await this.flush();
  }

  #first(): IncidentReport | undefined {
    return this.#waiting.values().next().value;
  }

  async #send(report: IncidentReport): Promise<void> {
    const response = await fetch(`${this.#url}/api/v1/incidents/${encodeURIComponent(report.id)}/report`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(report),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = response.ok ? '' : (await response.text()).slice(0, 500);
    await response.body?.cancel().catch(() => undefined);
    if (!response.ok && !hopeless.has(response.status))
      throw new Error(`expected 204, got ${response.status} ${answer}`);
    if (!response.ok)
      this.#log.error({ incident: report.id, status: response.status, answer }, 'incident report refused');
    if (this.#waiting.get(report.id) === report) this.#waiting.delete(report.id);
  }
}

import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { type Bus, openBus } from '@breakwater/event-bus';
import { type Alert, ChangeEvent, topics } from '../contract/index.ts';
import { backOffMs } from './back-off.ts';
import type { Log } from './log.ts';

const firstRetryMs = 1_000;
const mostMs = 30_000;
/** A stop waits no longer than this for the bus. */
const mostClosingMs = 2_000;
/** Alerts kept while the bus is away; older ones are dropped, since incidents travel over HTTP anyway. */
const mostWaiting = 1_000;

/** Listens for changes and publishes alerts. The detector works without it: a bus that is away is retried in the background. */
export class BusLink {
  #url: string;
  #environment: string;
  #log: Log;
  #onChange: (change: ChangeEvent) => void;
  #bus: Bus | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #isClosed = false;
  #waiting: Alert[] = [];
  #isPublishing = false;

  constructor(url: string, environment: string, log: Log, onChange: (change: ChangeEvent) => void) {
    this.#url = url;
    this.#environment = environment;
    this.#log = log;
    this.#onChange = onChange;
  }

  start(): void {
    void this.#open();
  }

  publish(alert: Alert): void {
    this.#waiting.push(alert);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    void this.#drain();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    if (this.#bus === undefined) return;
    await Promise.race([
      this.#bus.close().catch(() => undefined),
      setTimeoutPromise(mostClosingMs, undefined, { ref: false }),
    ]);
  }

  async #open(): Promise<void> {
    try {
      const log = this.#log;
      const bus = await openBus(this.#url, {
        clientId: 'anomaly-detector',
        log: (level, message, details) => {
          if (level === 'warn' || level === 'error') log[level](details ?? {}, message);
        },
      });
      this.#bus = bus;
      // The stop did not wait for a broker that may never answer.
      if (this.#isClosed) return await bus.close();
      await bus.subscribe(topics.changes, {
        group: 'anomaly-detector',
        from: 'end',
        handler: async (event) => this.#take(event.data),
      });
      this.#log.info({ bus: bus.kind }, 'listening for changes on the bus');
      this.#failures = 0;
      await this.#drain();
    } catch (error) {
      await this.#bus?.close().catch(() => undefined);
      this.#bus = undefined;
      this.#failures += 1;
      if (this.#failures === 1)
        this.#log.warn({ reason: (error as Error).message }, 'the bus does not answer; retrying');
      if (this.#isClosed) return;
      this.#timer = setTimeout(() => this.start(), backOffMs(this.#failures, firstRetryMs, mostMs));
    }
  }

  #take(data: unknown): void {
    const change = ChangeEvent.safeParse(data);
    if (change.success) this.#onChange(change.data);
    else
      this.#log.warn(
        { reason: change.error.issues[0]?.message, topic: topics.changes },
        'an event was no change; passed over',
      );
  }

  async #drain(): Promise<void> {
    if (this.#isPublishing || this.#bus === undefined) return;
    this.#isPublishing = true;
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.slice(0, 100);
        await this.#bus.publish(
          topics.alerts,
          batch.map((alert) => ({
            key: this.#environment,
            type: alert.endsAt === null ? 'detector.alert.started' : 'detector.alert.ended',
            source: 'anomaly-detector',
            data: alert,
          })),
        );
        this.#waiting.splice(0, batch.length);
      }
    } catch (error) {
      this.#log.warn(
        { reason: (error as Error).message },
        'alerts not published; they wait for the next one',
      );
    } finally {
      this.#isPublishing = false;
    }
  }
}

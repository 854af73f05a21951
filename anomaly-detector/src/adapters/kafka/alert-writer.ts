import { type Bus, openBus } from '@breakwater/event-bus';
import type { CausedChange } from '../../scale-out/alerts/alert-ledger.ts';
import { idOfCause } from '../../scale-out/alerts/cause.ts';
import { type WorkerReport, workerReported } from '../../scale-out/front/worker-report.ts';
import type { AlertSink } from '../../scale-out/worker/ports.ts';

/** Changes in one request. */
const mostAtOnce = 500;

/** Publishes changes of alerts as events; the id of each names its cause, so that whoever hears it twice can tell. */
export class AlertWriter implements AlertSink {
  #bus: Bus;
  #topic: string;
  #environment: string;

  constructor(bus: Bus, topic: string, environment: string) {
    this.#bus = bus;
    this.#topic = topic;
    this.#environment = environment;
  }

  static async open(url: string, topic: string, environment: string): Promise<AlertWriter> {
    return new AlertWriter(await openBus(url, { clientId: 'detector-worker' }), topic, environment);
  }

  async publish(changes: readonly CausedChange[]): Promise<void> {
    for (let from = 0; from < changes.length; from += mostAtOnce) {
      const events = changes.slice(from, from + mostAtOnce).map(({ type, alert, cause }) => ({
        id: idOfCause(cause),
        key: this.#environment,
        type: `detector.alert.${type}`,
        source: 'anomaly-detector',
        data: alert,
      }));
      await this.#bus.publish(this.#topic, events);
    }
  }

  /** Tells the front of this worker; what is lost is told again soon. */
  async report(report: WorkerReport): Promise<void> {
    const event = { key: this.#environment, type: workerReported, source: 'anomaly-detector', data: report };
    await this.#bus.publish(this.#topic, event);
  }

  close(): Promise<void> {
    return this.#bus.close();
  }
}

import { type Alert, alertIdOf } from '../contract/index.ts';

/** Which anomalies are asked for: those that were running at any moment from `from` to `to` (epoch ms). */
export type AnomalyQuestion = {
  from: number;
  to: number;
  service?: string | undefined;
  metric?: string | undefined;
  kind?: string | undefined;
  isRunning?: boolean | undefined;
};

/** An alert with a name of its own: its series has one alert that starts at a time. */
export type Anomaly = Alert & { id: string };

/** The latest alerts, running and ended, up to a number of them: the oldest make room. */
export class AnomalyLog {
  #alerts = new Map<string, Alert>();
  #most: number;
  /** Rises with each change, so that the log is written only when there is news. */
  version = 0;
  /** How many alerts of each kind have started since this process did. */
  readonly started = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Takes note of an alert; one that is known already is replaced. */
  take(alert: Alert): void {
    const id = alertIdOf(alert);
    if (!this.#alerts.has(id)) this.started.set(alert.kind, (this.started.get(alert.kind) ?? 0) + 1);
    this.#keep(id, alert);
  }

  /** Takes note of what an alert that goes on has come to: no news that would have to be written at once. */
  refresh(alert: Alert): void {
    const id = alertIdOf(alert);
    if (this.#alerts.has(id)) this.#alerts.set(id, alert);
    else this.take(alert);
  }

  /** What is asked for, newest first. */
  find({ from, to, service, metric, kind, isRunning }: AnomalyQuestion): Anomaly[] {
    const found = [...this.#alerts].filter(
      ([, alert]) =>
        Date.parse(alert.startsAt) <= to &&
        (alert.endsAt === null || Date.parse(alert.endsAt) >= from) &&
        (service === undefined || alert.service === service) &&
        (metric === undefined || alert.metric === metric) &&
        (kind === undefined || alert.kind === kind) &&
        (isRunning === undefined || (alert.endsAt === null) === isRunning),
    );
    return found
      .map(([id, alert]) => ({ ...alert, id }))
      .sort((a, b) =>
        a.startsAt === b.startsAt ? (a.id < b.id ? 1 : -1) : a.startsAt < b.startsAt ? 1 : -1,
      );
  }

  /** The anomaly of an id. */
  get(id: string): Anomaly | undefined {
    const alert = this.#alerts.get(id);
    return alert && { ...alert, id };
  }

  /** How many alerts of each kind are running. */
  running(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { kind, endsAt } of this.#alerts.values()) {
      if (endsAt === null) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    return counts;
  }

  snapshot(): Alert[] {
    return [...this.#alerts.values()];
  }

  /** Takes over a snapshot taken at `at` (epoch ms); what was running then and `isHeld` no longer ended with it. */
  restore(alerts: readonly Alert[], at: number, isHeld: (alert: Alert) => boolean): void {
    for (const alert of alerts) {
      const hasEnded = alert.endsAt === null && !isHeld(alert);
      this.#keep(alertIdOf(alert), hasEnded ? { ...alert, endsAt: new Date(at).toISOString() } : alert);
    }
  }

  #keep(id: string, alert: Alert): void {
    this.#alerts.set(id, alert);
    this.version += 1;
    if (this.#alerts.size <= this.#most) return;
    const [oldest] = this.#alerts.keys();
    this.#alerts.delete(oldest!);
  }
}

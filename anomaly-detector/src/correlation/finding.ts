import type { Alert } from '../contract/index.ts';
import { clamp } from '../numerics/clamp.ts';

/** An alert as the correlation sees it; times in epoch milliseconds. */
export type Finding = {
  alert: Alert;
  startsAt: number;
  /** When the detector was sure of it. */
  raisedAt: number;
  /** Null while it lasts. */
  endsAt: number | null;
  /** How bad it is for users, 0 to 5, comparable between signals. */
  severity: number;
};

/** One alert of one series: the same series may alert again later. */
export const findingKey = (alert: Pick<Alert, 'fingerprint' | 'startsAt'>): string =>
  `${alert.fingerprint}@${alert.startsAt}`;

const worst = 5;

/** How bad an alert is, 0 to 5: a doubling of latency is 1, so are 7 % of failures; all failed or all gone is 5. */
export function severityOf(alert: Pick<Alert, 'signal' | 'value' | 'expected' | 'score'>): number {
  const { value, expected } = alert;
  if (Number.isNaN(value) || Number.isNaN(expected)) return clamp(alert.score * 2, 0, worst);
  switch (alert.signal) {
    case 'latency':
      return clamp(Math.log2(Math.max(value, 1e-9) / Math.max(expected, 1e-9)), 0, worst);
    case 'errors':
      return clamp((value - expected) * 15, 0, worst);
    case 'availability':
      return clamp((expected - value) * worst, 0, worst);
    case 'traffic':
      return clamp(Math.abs(1 - value / Math.max(expected, 1e-9)) * 3, 0, 3);
    case 'saturation':
      return 1;
    case 'other':
      return 0.5;
  }
}

/** The services that an alert speaks of: its own, and the one it calls. */
export function servicesOf(alert: Pick<Alert, 'service' | 'peer' | 'direction'>): string[] {
  return alert.direction === 'out' && alert.peer !== '' ? [alert.service, alert.peer] : [alert.service];
}

/** Whether users or callers can feel it, as opposed to what a process knows of itself. */
export function isSymptom(alert: Pick<Alert, 'signal' | 'direction'>): boolean {
  if (alert.signal === 'availability') return true;
  return alert.direction !== 'self' && ['latency', 'errors', 'traffic'].includes(alert.signal);
}

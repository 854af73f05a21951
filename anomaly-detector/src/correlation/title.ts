import type { Alert, Signal } from '../contract/index.ts';
import type { Finding } from './finding.ts';

const words: Record<Signal, string> = {
  latency: 'latency',
  errors: 'errors',
  availability: 'availability',
  traffic: 'traffic',
  saturation: 'saturation',
  other: 'a metric',
};
const order = Object.keys(words) as Signal[];

/** One line for people, such as "recommendation: latency and errors up, felt by gateway". */
export function titleOf(origin: string, findings: readonly Finding[], services: readonly string[]): string {
  const near = findings.filter(({ alert }) => speaksOf(alert, origin));
  const alerts = (near.length > 0 ? near : findings).map(({ alert }) => alert);
  const phrases = [up(alerts), down(alerts)].filter((phrase) => phrase !== '');
  const felt = services.filter((service) => service !== origin);
  return `${origin}: ${phrases.join(', ')}${felt.length > 0 ? `, felt by ${list(felt)}` : ''}`;
}

const speaksOf = (alert: Alert, service: string): boolean =>
  (alert.direction === 'out' && alert.peer === service) ||
  (alert.direction !== 'out' && alert.service === service);

const isFalling = (alert: Alert): boolean => alert.value < alert.expected;
const up = (alerts: readonly Alert[]): string =>
  phrase(
    alerts.filter((alert) => !isFalling(alert)),
    'up',
  );
const down = (alerts: readonly Alert[]): string => phrase(alerts.filter(isFalling), 'down');

function phrase(alerts: readonly Alert[], direction: string): string {
  const signals = [...new Set(alerts.map(({ signal }) => signal))].sort(
    (a, b) => order.indexOf(a) - order.indexOf(b),
  );
  return signals.length === 0 ? '' : `${list(signals.map((signal) => words[signal]))} ${direction}`;
}

function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

import type { IncomingMessage } from 'node:http';

/** What a flag client says of itself in the headers of its requests. */
export interface ClientIdentity {
  /** The name under which it is shown: that of its heartbeats, or for a client that sends none a name of its own process. */
  instanceId: string;
  service: string;
  sdk: string;
  /** Sends no heartbeats: what it holds is known from its requests only. */
  isPassive: boolean;
  /** Milliseconds between two polls, where it says so. */
  pollEveryMs: number | undefined;
  /** Ids of the overrides that it holds. */
  overrides: string[];
}

/** Clients of this SDK tell of themselves by heartbeat. */
const ownSdk = /^breakwater-flag-sdk:/;
const longestName = 200;
const mostOverrides = 100;

/** Reads the headers by which Unleash knows a client; undefined where it does not say who it is. */
export function identityOf({ headers }: Pick<IncomingMessage, 'headers'>): ClientIdentity | undefined {
  const read = (name: string) => String(headers[name] ?? '').slice(0, longestName);
  const instance = read('unleash-instanceid');
  const connection = read('unleash-connection-id');
  const service = read('unleash-appname');
  if (service === '' || (instance === '' && connection === '')) return undefined;
  const sdk = read('unleash-sdk') || 'unknown';
  const isPassive = !ownSdk.test(sdk);
  const interval = Number(read('unleash-interval'));
  return {
    // Stock clients of one host share their instance id: the connection id tells their processes apart.
    instanceId:
      isPassive && connection !== '' ? `${instance || service}#${connection.slice(0, 8)}` : instance,
    service,
    sdk,
    isPassive,
    pollEveryMs: interval > 0 ? interval : undefined,
    overrides: String(headers['breakwater-overrides'] ?? '')
      .split(',')
      .flatMap((id) => (id.trim() ? [id.trim()] : []))
      .slice(0, mostOverrides),
  };
}

/** The revision of a poll's `If-None-Match`, `"<hash>:<revision>:v1"`: what that client holds. */
export function revisionHeld({ headers }: Pick<IncomingMessage, 'headers'>): number | undefined {
  const digits = /^(?:W\/)?"[^":]*:(\d{1,15})(?::[^"]*)?"$/.exec(headers['if-none-match'] ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The revision that a reader of the stream received last, from whichever replica; 0 for a new one. */
export function revisionStreamed({ headers }: Pick<IncomingMessage, 'headers'>): number {
  const last = String(headers['last-event-id'] ?? '');
  return /^\d{1,15}$/.test(last) ? Number(last) : 0;
}

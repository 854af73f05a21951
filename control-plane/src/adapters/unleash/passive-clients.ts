import type { Beat } from '../../services/instance-registry.ts';
import { type ClientIdentity, identityOf, revisionHeld } from './client-identity.ts';
import type { UnleashRequest } from './express.ts';
import type { PassiveStream } from './sdk-stream.ts';

/** What watching passive clients needs. */
export interface PassiveClientsPorts {
  listStreams(): PassiveStream[];
  /** Takes in what was seen of a client, as if it had told it. */
  take(beat: Beat): void;
  environment: string;
  now: () => number;
}

/** Open streams are noted this often, well within the time after which an instance is silent. */
const noteEveryMs = 5_000;
const mostClients = 20_000;

/**
 * Knows what clients hold that send no heartbeats, such as stock Unleash SDKs: a poll's `If-None-Match` names the
 * revision that its sender holds; of a stream only what was sent on it is known.
 */
export class PassiveClients {
  readonly #ports: PassiveClientsPorts;
  readonly #firstSeen = new Map<string, string>();
  readonly #timer: NodeJS.Timeout;

  constructor(ports: PassiveClientsPorts) {
    this.#ports = ports;
    this.#timer = setInterval(() => this.noteStreams(), noteEveryMs);
  }

  /** A poll was asked for. */
  polled(req: UnleashRequest, environment: string): void {
    const client = identityOf(req);
    if (client?.isPassive && environment === this.#ports.environment)
      this.#take(client, revisionHeld(req) ?? 0, 'poll');
  }

  /** Something was sent, or some time has passed. */
  noteStreams(): void {
    for (const { client, revision } of this.#ports.listStreams()) this.#take(client, revision, 'stream');
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #take(client: ClientIdentity, revision: number, source: 'poll' | 'stream'): void {
    const { take, environment, now } = this.#ports;
    if (this.#firstSeen.size > mostClients) this.#firstSeen.clear();
    const startedAt = this.#firstSeen.get(client.instanceId) ?? new Date(now()).toISOString();
    this.#firstSeen.set(client.instanceId, startedAt);
    take({
      instanceId: client.instanceId,
      service: client.service,
      environment,
      sdk: client.sdk.slice(0, 100),
      startedAt,
      revision,
      source,
      flags: [],
      guards: [],
      passive: true,
      ...(source === 'poll' && client.pollEveryMs !== undefined ? { pollEveryMs: client.pollEveryMs } : {}),
    });
  }
}

import type { ServerResponse } from 'node:http';
import {
  type FlagSnapshot,
  hydrationText,
  type SnapshotDelta,
  updateText,
} from '../../domain/flag-snapshot/flag-snapshot.ts';
import { type Override, overrideText, type SettledOverride } from '../../domain/flag-snapshot/override.ts';
import type { Mark } from '../../domain/propagation/propagation.ts';
import { pingLimitMs } from '../../services/database-watch.ts';
import { within } from '../../services/within.ts';
import { type ClientIdentity, identityOf, revisionStreamed } from './client-identity.ts';
import type { UnleashRequest, UnleashResponse } from './express.ts';
import type { FlagFeed } from './flag-feed.ts';
import { type Frame, frameOf, messageText, writeFrame } from './sse-frame.ts';

/** Below the 60 s after which a stock SDK gives a silent stream up. */
const keepAliveMs = 20_000;
/** A reader this far behind is cut off: it comes back and gets the whole state instead. */
const maxQueuedBytes = 4_000_000;

/**
 * How long a reader waits for the newest flags before it joins with those that are known. A read takes some milliseconds; one
 * that takes this long means that Postgres hangs, and nobody waits for that once it is known, which takes as long.
 */
const joinLimitMs = pingLimitMs;

interface Connection {
  res: ServerResponse;
  /** What the reader's token may see; readers with the same key get the same bytes. */
  audience: string;
  sees(project: string): boolean;
  client: ClientIdentity | undefined;
  /** The revision that was last sent on this connection. */
  revision: number;
  /** When it was sent, epoch milliseconds. */
  sentAt: number;
  /** Ids of the overrides that its reader holds and that the database does not contain yet. */
  awaited: Set<string>;
}

/** A client that sends no heartbeats, as its stream knows it. */
export interface PassiveStream {
  client: ClientIdentity;
  revision: number;
}

/** What a stream works with. */
export interface SdkStreamPorts {
  feed: FlagFeed;
  now: () => number;
  /** False while the database is known to be away: nobody waits for it then. */
  canRead(): boolean;
  /** Those of the overrides that the database contains. */
  listSettled(ids: readonly string[]): Promise<SettledOverride[]>;
}

/** Streams one environment's flags to SDKs: the whole state at first, then each difference. */
export class SdkStream {
  readonly #ports: SdkStreamPorts;
  readonly #connections = new Set<Connection>();
  readonly #byInstance = new Map<string, Connection>();
  readonly #unsubscribe: () => void;
  readonly #keepAlive: NodeJS.Timeout;
  #overrides: readonly Override[] = [];
  /** The whole state as bytes, by audience: a wave of readers that come back costs one. */
  readonly #wholes = new Map<string, { of: FlagSnapshot; frame: Frame }>();

  constructor(ports: SdkStreamPorts) {
    this.#ports = ports;
    this.#unsubscribe = ports.feed.subscribe((delta) => this.#send(delta));
    this.#keepAlive = setInterval(() => this.#beat(), keepAliveMs);
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** What was last sent to an instance that is connected here. */
  deliveredTo(instanceId: string): Mark | undefined {
    const connection = this.#byInstance.get(instanceId);
    return connection && { revision: connection.revision, at: connection.sentAt };
  }

  /** The connected clients that send no heartbeats. */
  listPassive(): PassiveStream[] {
    return [...this.#connections].flatMap(({ client, revision }) =>
      client?.isPassive ? [{ client, revision }] : [],
    );
  }

  /** Answers a request whose token was checked; the connection stays until either side ends it. */
  async serve(req: UnleashRequest, res: UnleashResponse): Promise<void> {
    const { canRead, listSettled } = this.#ports;
    const client = identityOf(req);
    const awaited = new Set(client?.overrides);
    const connection: Connection = { res, ...audienceOf(req.user), client, revision: -1, sentAt: 0, awaited };
    res.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    res.flushHeaders();
    res.on('close', () => this.#forget(connection));
    req.socket.setNoDelay(true);
    await this.#catchUp(revisionStreamed(req));
    const settled =
      awaited.size > 0 && canRead()
        ? await within(listSettled([...awaited]), joinLimitMs).catch(() => [])
        : [];
    if (res.destroyed) return;
    this.#connections.add(connection);
    if (client !== undefined) this.#byInstance.set(client.instanceId, connection);
    this.#hydrate(connection);
    if (this.#overrides.length > 0 || settled.length > 0) this.#tell(connection, settled);
  }

  /** From now on exactly these hold; tells every reader, and returns how many there are. */
  setOverrides(open: readonly Override[], settled: readonly SettledOverride[]): number {
    this.#overrides = open;
    for (const connection of this.#connections) this.#tell(connection, settled);
    return this.#connections.size;
  }

  /** Tells each reader which of the overrides that it holds the database contains by now, whichever replica stored them. */
  async tellSettled(): Promise<void> {
    const ids = new Set([...this.#connections].flatMap(({ awaited }) => [...awaited]));
    if (ids.size === 0) return;
    const settled = await this.#ports.listSettled([...ids]);
    for (const connection of this.#connections) {
      const own = settled.filter(({ id }) => connection.awaited.has(id));
      if (own.length > 0) this.#tell(connection, own);
    }
  }

  close(): void {
    clearInterval(this.#keepAlive);
    this.#unsubscribe();
    for (const { res } of this.#connections) res.end();
    this.#connections.clear();
  }

  /**
   * Reads the newest flags before a reader joins. Where some are known already, it joins with those after a moment: what is
   * read later comes to it as to everybody. A reader that holds a newer revision, from another replica, waits for as new a
   * one, for it must not go back.
   */
  async #catchUp(held: number): Promise<void> {
    const { feed, canRead } = this.#ports;
    const isKnown = () => feed.snapshot.revision > 0 && feed.snapshot.revision >= held;
    if (!canRead() && feed.snapshot.revision > 0) return;
    const reading = feed.refresh();
    try {
      await (isKnown() ? within(reading, joinLimitMs) : reading);
    } catch (error) {
      // Without the database the last known flags serve; with none known the SDK must try again.
      if (feed.snapshot.revision === 0) throw error;
    }
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    const { client } = connection;
    if (client !== undefined && this.#byInstance.get(client.instanceId) === connection)
      this.#byInstance.delete(client.instanceId);
  }

  #tell(connection: Connection, settled: readonly SettledOverride[]): void {
    for (const { id } of this.#overrides) connection.awaited.add(id);
    for (const { id } of settled) connection.awaited.delete(id);
    const text = messageText('breakwater-override', overrideText(this.#overrides, settled));
    this.#write(connection, frameOf(text));
  }

  #send(delta: SnapshotDelta): void {
    const frames = new Map<string, Frame>();
    const sentAt = this.#ports.now();
    for (const connection of this.#connections) {
      let frame = frames.get(connection.audience);
      if (frame === undefined) {
        const data = updateText(delta, connection.sees);
        frame = frameOf(messageText('unleash-updated', data, delta.revision));
        frames.set(connection.audience, frame);
      }
      connection.revision = delta.revision;
      connection.sentAt = sentAt;
      this.#write(connection, frame);
    }
  }

  #hydrate(connection: Connection): void {
    connection.revision = this.#ports.feed.snapshot.revision;
    connection.sentAt = this.#ports.now();
    this.#write(connection, this.#wholeFor(connection));
  }

  #wholeFor({ audience, sees }: Connection): Frame {
    const { snapshot } = this.#ports.feed;
    const known = this.#wholes.get(audience);
    if (known?.of === snapshot) return known.frame;
    const data = hydrationText(snapshot, sees);
    const frame = frameOf(messageText('unleash-connected', data, snapshot.revision));
    this.#wholes.set(audience, { of: snapshot, frame });
    return frame;
  }

  #beat(): void {
    for (const connection of this.#connections) {
      if (connection.revision === this.#ports.feed.snapshot.revision) this.#write(connection, comment);
      else this.#hydrate(connection);
    }
  }

  #write({ res }: Connection, frame: Frame): void {
    if ((res.socket?.writableLength ?? 0) > maxQueuedBytes) res.destroy();
    else writeFrame(res, frame);
  }
}

const comment = frameOf(':\n\n');

function audienceOf(user: unknown): Pick<Connection, 'audience' | 'sees'> {
  const { projects = [] } = (user ?? {}) as { projects?: string[] };
  if (projects.length === 0 || projects.includes('*')) return { audience: '*', sees: () => true };
  return { audience: [...projects].sort().join(','), sees: (project) => projects.includes(project) };
}

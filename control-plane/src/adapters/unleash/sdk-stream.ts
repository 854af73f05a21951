import type { ServerResponse } from 'node:http';
import { hydrationText, type SnapshotDelta, updateText } from '../../domain/flag-snapshot/flag-snapshot.ts';
import type { UnleashRequest, UnleashResponse } from './express.ts';
import type { FlagFeed } from './flag-feed.ts';

/** Below the 60 s after which a stock SDK gives a silent stream up. */
const keepAliveMs = 20_000;
/** A reader this far behind is cut off: it comes back and gets the whole state instead. */
const maxQueuedBytes = 4_000_000;

interface Connection {
  res: ServerResponse;
  /** What the reader's token may see; readers with the same key get the same bytes. */
  audience: string;
  sees(project: string): boolean;
  /** The revision that was last sent on this connection. */
  revision: number;
}

/** Streams one environment's flags to SDKs: the whole state at first, then each difference. */
export class SdkStream {
  readonly #feed: FlagFeed;
  readonly #connections = new Set<Connection>();
  readonly #unsubscribe: () => void;
  readonly #keepAlive: NodeJS.Timeout;

  constructor(feed: FlagFeed) {
    this.#feed = feed;
    this.#unsubscribe = feed.subscribe((delta) => this.#send(delta));
    this.#keepAlive = setInterval(() => this.#beat(), keepAliveMs);
  }

  get connections(): number {
    return this.#connections.size;
  }

  /** Answers a request whose token was checked; the connection stays until either side ends it. */
  async serve(req: UnleashRequest, res: UnleashResponse): Promise<void> {
    const connection: Connection = { res, ...audienceOf(req.user), revision: -1 };
    res.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    res.on('close', () => this.#connections.delete(connection));
    req.socket.setNoDelay(true);
    await this.#feed.refresh().catch((error: unknown) => {
      // Without the database the last known flags serve; with none known the SDK must try again.
      if (this.#feed.snapshot.revision === 0) throw error;
    });
    if (res.destroyed) return;
    this.#connections.add(connection);
    this.#hydrate(connection, 'unleash-connected');
  }

  close(): void {
    clearInterval(this.#keepAlive);
    this.#unsubscribe();
    for (const { res } of this.#connections) res.end();
    this.#connections.clear();
  }

  #send(delta: SnapshotDelta): void {
    const texts = new Map<string, string>();
    for (const connection of this.#connections) {
      const known = texts.get(connection.audience);
      const text = known ?? frame('unleash-updated', delta.revision, updateText(delta, connection.sees));
      if (known === undefined) texts.set(connection.audience, text);
      connection.revision = delta.revision;
      this.#write(connection, text);
    }
  }

  #hydrate(connection: Connection, event: 'unleash-connected' | 'unleash-updated'): void {
    const { snapshot } = this.#feed;
    connection.revision = snapshot.revision;
    this.#write(connection, frame(event, snapshot.revision, hydrationText(snapshot, connection.sees)));
  }

  #beat(): void {
    for (const connection of this.#connections) {
      if (connection.revision === this.#feed.snapshot.revision) this.#write(connection, ':\n\n');
      else this.#hydrate(connection, 'unleash-updated');
    }
  }

  #write({ res }: Connection, text: string): void {
    if (res.writableLength > maxQueuedBytes) res.destroy();
    else res.write(text);
  }
}

function frame(event: string, id: number, data: string): string {
  return `event: ${event}\nid: ${id}\ndata: ${data}\n\n`;
}

function audienceOf(user: unknown): Pick<Connection, 'audience' | 'sees'> {
  const { projects = [] } = (user ?? {}) as { projects?: string[] };
  if (projects.length === 0 || projects.includes('*')) return { audience: '*', sees: () => true };
  return { audience: [...projects].sort().join(','), sees: (project) => projects.includes(project) };
}

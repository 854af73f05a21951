import type { ServerResponse } from 'node:http';
import type { LiveEvent } from '../../contract/live.ts';
import type { LiveBuffer, Numbered } from '../../services/live-buffer.ts';

const heartbeatMs = 15_000;
/** A reader this far behind is cut off: it comes back and catches up. */
const maxQueuedBytes = 4_000_000;

/** The live stream's connections. */
export class LiveStream {
  readonly #buffer: LiveBuffer;
  readonly #snapshot: () => Promise<LiveEvent[]>;
  readonly #open = new Set<ServerResponse>();
  readonly #heartbeat: NodeJS.Timeout;

  /** `snapshot` gives the whole state for readers who are new or were away too long. */
  constructor(buffer: LiveBuffer, snapshot: () => Promise<LiveEvent[]>, now: () => number) {
    this.#buffer = buffer;
    this.#snapshot = snapshot;
    this.#heartbeat = setInterval(() => {
      const data = JSON.stringify({ at: new Date(now()).toISOString() });
      for (const res of this.#open) this.#write(res, `event: heartbeat\ndata: ${data}\n\n`);
    }, heartbeatMs);
  }

  /** Serves one reader until either side ends the connection; events that come meanwhile are not lost. */
  async serve(
    res: ServerResponse,
    headers: Record<string, string>,
    lastEventId: string | undefined,
  ): Promise<void> {
    res.writeHead(200, {
      ...headers,
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    res.write('retry: 1000\n\n');
    this.#open.add(res);
    let waiting: Numbered[] | undefined = [];
    const unsubscribe = this.#buffer.subscribe((event) => {
      if (waiting === undefined) this.#write(res, frame(event));
      else waiting.push(event);
    });
    res.on('close', () => {
      unsubscribe();
      this.#open.delete(res);
    });
    const missed = lastEventId === undefined ? undefined : this.#buffer.since(lastEventId);
    const first = missed === undefined ? await this.#state().catch(() => undefined) : missed.map(frame);
    if (first === undefined) {
      // The reader comes back by itself and asks again.
      res.destroy();
      return;
    }
    for (const text of [...first, ...waiting.map(frame)]) this.#write(res, text);
    waiting = undefined;
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const res of this.#open) res.end();
  }

  async #state(): Promise<string[]> {
    const id = this.#buffer.lastId;
    const events = await this.#snapshot();
    return events.map(({ type, data }) => frame({ id, type, text: JSON.stringify(data) }));
  }

  #write(res: ServerResponse, text: string): void {
    if (res.destroyed) return;
    if (res.writableLength > maxQueuedBytes) res.destroy();
    else res.write(text);
  }
}

function frame({ id, type, text }: Numbered): string {
  return `event: ${type}\nid: ${id}\ndata: ${text}\n\n`;
}

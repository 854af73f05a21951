import type { LiveEvent } from '../contract/live.ts';
import type { LiveBuffer } from './live-buffer.ts';
import type { Signal } from './ports/store.ts';

/** Reads what a signal tells of, as it is to be shown; nothing where it is gone. */
export type LiveReaders = Record<Signal['kind'], (id: string) => Promise<LiveEvent[]>>;

/** Signals that come together are shown once. */
const gatherMs = 20;
/** The list of instances changes all the time: it is shown once a second at most. */
const instancesEveryMs = 1000;

/** Shows what has changed to everyone who watches, each thing as it stands when it is shown. */
export class LiveView {
  readonly #buffer: LiveBuffer;
  readonly #readers: LiveReaders;
  readonly #onError: (error: unknown) => void;
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  constructor(buffer: LiveBuffer, readers: LiveReaders, onError: (error: unknown) => void) {
    this.#buffer = buffer;
    this.#readers = readers;
    this.#onError = onError;
  }

  show({ kind, id }: Signal): void {
    const key = `${kind} ${id}`;
    if (this.#waiting.has(key)) return;
    const timer = setTimeout(
      () => {
        this.#waiting.delete(key);
        this.#readers[kind](id).then((events) => {
          for (const event of events) this.#buffer.publish(event);
        }, this.#onError);
      },
      kind === 'instances' ? instancesEveryMs : gatherMs,
    );
    this.#waiting.set(key, timer);
  }

  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }
}

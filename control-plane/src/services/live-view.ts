import type { LiveEvent } from '../contract/live.ts';
import type { LiveBuffer } from './live-buffer.ts';
import type { Signal } from './ports/store.ts';

/** Reads what a signal tells of, as it is to be shown; nothing where it is gone. */
export type LiveReaders = Record<Signal['kind'], (id: string) => Promise<LiveEvent[]>>;

/** Signals that come together are shown once. */
const gatherMs = 20;
/** The list of instances changes all the time: it is shown once a second at most. */
const instancesEveryMs = 1000;
/** What is large is gathered longer: so many characters a millisecond are shown at most. */
const charactersPerMs = 2_000;
const longestGatherMs = 1000;

/** Shows what has changed to everyone who watches, each thing as it stands when it is shown. */
export class LiveView {
  readonly #buffer: LiveBuffer;
  readonly #readers: LiveReaders;
  readonly #onError: (error: unknown) => void;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  /** Characters of what was shown last, by kind. */
  readonly #shown = new Map<Signal['kind'], number>();

  constructor(buffer: LiveBuffer, readers: LiveReaders, onError: (error: unknown) => void) {
    this.#buffer = buffer;
    this.#readers = readers;
    this.#onError = onError;
  }

  show({ kind, id }: Signal): void {
    const key = `${kind} ${id}`;
    if (this.#waiting.has(key)) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(key);
      this.#readers[kind](id).then((events) => this.#publish(kind, events), this.#onError);
    }, this.#gatherMs(kind));
    this.#waiting.set(key, timer);
  }

  #gatherMs(kind: Signal['kind']): number {
    if (kind === 'instances') return instancesEveryMs;
    return Math.min(Math.max(gatherMs, (this.#shown.get(kind) ?? 0) / charactersPerMs), longestGatherMs);
  }

  #publish(kind: Signal['kind'], events: readonly LiveEvent[]): void {
    const sizes = events.map((event) => this.#buffer.publish(event));
    this.#shown.set(kind, Math.max(0, ...sizes));
  }

  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }
}

import type { LiveEvent } from '../contract/live.ts';

/** An event with its place in this process's stream. */
export interface Numbered {
  /** `<start of the process>-<number>`, so that a number of another process is never mistaken for one of ours. */
  id: string;
  type: LiveEvent['type'];
  /** The data as JSON. */
  text: string;
}

/** Events kept for those who come back; heartbeats are not. */
const keptEvents = 500;
/** Characters of JSON that are kept: with ten thousand instances one proof of propagation has a million and more. */
const keptCharacters = 16_000_000;

/** The last events of the live stream, bounded, so that a short interruption loses nothing. */
export class LiveBuffer {
  readonly #epoch: string;
  readonly #listeners = new Set<(event: Numbered) => void>();
  #events: Numbered[] = [];
  #characters = 0;
  #last = 0;

  constructor(epoch: string) {
    this.#epoch = epoch;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Returns how many characters of JSON it has. */
  publish(event: LiveEvent): number {
    this.#last += 1;
    const numbered = {
      id: `${this.#epoch}-${this.#last}`,
      type: event.type,
      text: JSON.stringify(event.data),
    };
    this.#events.push(numbered);
    this.#characters += numbered.text.length;
    while (this.#events.length > keptEvents || this.#characters > keptCharacters)
      this.#characters -= this.#events.shift()!.text.length;
    for (const listener of this.#listeners) listener(numbered);
    return numbered.text.length;
  }

  /** The id of the newest event. */
  get lastId(): string {
    return `${this.#epoch}-${this.#last}`;
  }

  /** Everything after an event; undefined where it is not known any more and the reader must be told the whole state. */
  since(id: string): Numbered[] | undefined {
    const number = this.#numberOf(id);
    if (number === undefined || number > this.#last || number < this.#last - this.#events.length)
      return undefined;
    return this.#events.slice(this.#events.length - (this.#last - number));
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: Numbered) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #numberOf(id: string): number | undefined {
    const [epoch, number] = id.split('-');
    return epoch === this.#epoch && number !== undefined && /^\d+$/.test(number) ? Number(number) : undefined;
  }
}

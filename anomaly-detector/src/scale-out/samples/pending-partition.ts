import type { Feedback } from './feedback.ts';
import { type Declaration, encodeSamples } from './samples-message.ts';

const firstRoom = 256;
/** Of a declaration without its texts, and of a character at most: a control character is escaped. */
const declarationBytes = 180;
const bytesPerChar = 6;

/** Readings of one partition that wait to be sent, in columns that keep their room from message to message. */
export class PendingPartition {
  #room = firstRoom;
  #columns = makeColumns(firstRoom);
  #declarations: Declaration[] = [];
  #feedback: Feedback[] = [];
  #sequence = 0;
  #declaredBytes = 0;
  length = 0;

  add(id: number, at: number, value: number, count: number, declaration: Declaration | null): void {
    if (this.length === this.#room) this.#grow();
    const { ids, times, values, counts } = this.#columns;
    ids[this.length] = id;
    times[this.length] = at;
    values[this.length] = value;
    counts[this.length] = count;
    this.length += 1;
    if (declaration !== null) this.#declare(declaration);
  }

  say(feedback: Feedback): void {
    this.#feedback.push(feedback);
  }

  /** Whether there is nothing to send. */
  get isEmpty(): boolean {
    return this.length === 0 && this.#feedback.length === 0;
  }

  /** How large the message will be at most. */
  get bytes(): number {
    return 8 * 4 * this.length + this.#declaredBytes;
  }

  /** Empties into a message; `clock` is epoch ms or NaN. */
  encode(sender: number, clock: number): Buffer {
    const { ids, times, values, counts } = this.#columns;
    const message = encodeSamples({
      sender,
      sequence: this.#sequence,
      declarations: this.#declarations,
      feedback: this.#feedback,
      ids: ids.subarray(0, this.length),
      times: times.subarray(0, this.length),
      values: values.subarray(0, this.length),
      counts: counts.subarray(0, this.length),
      clock,
    });
    this.#sequence += 1;
    this.#declarations = [];
    this.#feedback = [];
    this.#declaredBytes = 0;
    this.length = 0;
    return message;
  }

  #declare(declaration: Declaration): void {
    const { key, service, peer, metric, unit } = declaration.series;
    this.#declarations.push(declaration);
    this.#declaredBytes +=
      declarationBytes +
      bytesPerChar * (key.length + service.length + peer.length + metric.length + unit.length);
  }

  #grow(): void {
    const old = this.#columns;
    this.#room *= 2;
    this.#columns = makeColumns(this.#room);
    for (const name of ['ids', 'times', 'values', 'counts'] as const) this.#columns[name].set(old[name]);
  }
}

const makeColumns = (room: number) => ({
  ids: new Float64Array(room),
  times: new Float64Array(room),
  values: new Float64Array(room),
  counts: new Float64Array(room),
});

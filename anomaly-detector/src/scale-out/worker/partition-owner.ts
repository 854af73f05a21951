import type { CausedChange } from '../alerts/alert-ledger.ts';
import { decodeSamples, UnreadableSamples } from '../samples/samples-message.ts';
import type { PartitionLearner } from '../state/partition-learner.ts';
import type { DeadLetter } from './ports.ts';

/** What a partition is learnt from, and where. */
export type Beginning = { partition: number; epoch: number; next: number; learner: PartitionLearner };

/** One partition in the hands of this worker: what it has learnt, up to where, and what it has still to tell. */
export class PartitionOwner {
  readonly partition: number;
  readonly epoch: number;
  readonly learner: PartitionLearner;
  /** The first message that has not been learnt. */
  next: number;
  /** Epoch ms of the last snapshot. */
  storedAt: number;
  /** Messages that were gone before they could be learnt. */
  missed = 0;
  unreadable = 0;
  #untold: CausedChange[] = [];
  #unburied: DeadLetter[] = [];

  constructor({ partition, epoch, next, learner }: Beginning, now: number) {
    this.partition = partition;
    this.epoch = epoch;
    this.next = next;
    this.learner = learner;
    this.storedAt = now;
  }

  /** Learns the message at an offset; one that has been learnt is passed over. */
  take(offset: number, value: Buffer): void {
    if (offset < this.next) return;
    if (offset > this.next) this.#miss(offset - this.next);
    this.next = offset + 1;
    try {
      const changes = this.learner.take(decodeSamples(value));
      const { partition, epoch } = this;
      changes.forEach((change, index) => {
        this.#untold.push({ ...change, cause: { partition, epoch, offset, index } });
      });
    } catch (error) {
      if (!(error instanceof UnreadableSamples)) throw error;
      this.unreadable += 1;
      this.#unburied.push({ partition: this.partition, offset, value, reason: error.message });
    }
  }

  /** Hands out what has not been told; it is kept until `tell` has succeeded. */
  async tell(
    publish: (changes: readonly CausedChange[]) => Promise<void>,
    bury: (letters: readonly DeadLetter[]) => Promise<void>,
  ): Promise<void> {
    const changes = this.#untold.slice();
    const letters = this.#unburied.slice();
    if (changes.length > 0) await publish(changes);
    this.#untold = this.#untold.slice(changes.length);
    if (letters.length > 0) await bury(letters);
    this.#unburied = this.#unburied.slice(letters.length);
  }

  /** Whether all that follows from the messages up to `next` has been told: only then a snapshot may stand for them. */
  get isTold(): boolean {
    return this.#untold.length === 0 && this.#unburied.length === 0;
  }

  /** The log was cut before it was read: silence of which nothing is known. */
  #miss(messages: number): void {
    this.missed += messages;
    this.learner.learner.forgetPause();
  }
}

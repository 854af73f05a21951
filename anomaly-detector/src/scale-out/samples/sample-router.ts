import type { Reading } from '../../services/learner.ts';
import { PendingPartition } from './pending-partition.ts';
import { placeOf } from './series-id.ts';

/** A message of readings and where it goes. */
export type RoutedMessage = { partition: number; value: Buffer; readings: number };

type Known = { partition: number; id: number; declaredAt: number };

/** A series is introduced again this often, so that who begins at the oldest message kept soon knows it. */
const declareEveryMs = 10 * 60_000;
/** A record may hold a mebibyte; a single declaration fits into what is left. */
const fullBytes = 700_000;

/** Gathers readings by partition; each series keeps its order, because it keeps its partition. */
export class SampleRouter {
  #partitions: PendingPartition[];
  #known = new Map<string, Known>();
  #sender: number;
  #full: RoutedMessage[] = [];
  /** Readings that wait to be sent. */
  waiting = 0;

  /** `sender` is a number of 32 bits that no other front and no earlier run has. */
  constructor(partitions: number, sender: number) {
    this.#partitions = Array.from({ length: partitions }, () => new PendingPartition());
    this.#sender = sender;
  }

  add(reading: Reading, isJudged: boolean): void {
    const known = this.#known.get(reading.series.key) ?? this.#meet(reading.series.key);
    const isNews = !(reading.at - known.declaredAt < declareEveryMs);
    if (isNews) known.declaredAt = reading.at;
    const pending = this.#partitions[known.partition]!;
    pending.add(known.id, reading, isNews ? { series: reading.series, isJudged } : null);
    this.waiting += 1;
    if (pending.bytes >= fullBytes) this.#close(known.partition, Number.NaN);
  }

  /** Takes out what waits; with a `clock` (epoch ms) every partition gets a message that tells it. */
  take(clock: number | null): RoutedMessage[] {
    this.#partitions.forEach((pending, partition) => {
      if (pending.length > 0 || clock !== null) this.#close(partition, clock ?? Number.NaN);
    });
    const messages = this.#full;
    this.#full = [];
    this.waiting = 0;
    return messages;
  }

  #close(partition: number, clock: number): void {
    const pending = this.#partitions[partition]!;
    const readings = pending.length;
    this.#full.push({ partition, value: pending.encode(this.#sender, clock), readings });
  }

  #meet(key: string): Known {
    const known = { ...placeOf(key, this.#partitions.length), declaredAt: Number.NaN };
    this.#known.set(key, known);
    return known;
  }
}

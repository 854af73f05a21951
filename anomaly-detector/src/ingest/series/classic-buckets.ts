import type { ClassicGroup } from '../histogram/classic-group.ts';
import type { Learning } from './learning.ts';
import { learnQuantiles, pauseQuantiles } from './quantiles.ts';
import type { Bucket } from './role.ts';

/** Silence after which a histogram is taken as whole, though a bucket is missing. */
const completeMs = 3_000;

/** Gathers the buckets of classic histograms, each a series of its own, and learns what they have gained together. */
export class ClassicBuckets {
  #learning: Learning;
  /** By the histogram any bucket of it. */
  #open = new Map<ClassicGroup, Bucket>();

  constructor(learning: Learning) {
    this.#learning = learning;
  }

  /** Takes the count of one bucket; with the last of them the histogram is learnt. */
  take(bucket: Bucket, at: number, value: number, startedAt: number, now: number): void {
    const { group, member, quantiles } = bucket;
    // What comes after its histogram was taken as whole is too late for it.
    if (at < group.at || at === quantiles.at) return;
    if (at > group.at) {
      if (!group.isEmpty) this.#close(bucket, now);
      group.at = at;
      group.openedAt = now;
      group.startedAt = startedAt;
      this.#open.set(group, bucket);
    }
    group.put(member, value);
    if (group.isWhole) this.#close(bucket, now);
  }

  /** One bucket has ended: so have all of them. */
  end({ increments, quantiles }: Bucket): void {
    increments.forget();
    pauseQuantiles(this.#learning, quantiles);
  }

  /** Learns what has been waited for long enough. */
  flush(now: number): void {
    for (const [group, bucket] of this.#open) {
      if (now - group.openedAt >= completeMs) this.#close(bucket, now);
    }
  }

  #close({ group, quantiles, increments }: Bucket, now: number): void {
    this.#open.delete(group);
    if (group.isEmpty) return;
    const gain = increments.take(group.close(), group.at, group.startedAt);
    if (gain !== null) learnQuantiles(this.#learning, quantiles, gain, group.at, now);
    quantiles.at = group.at;
  }
}

import { z } from 'zod';
import { cold } from '../../baseline/warmth.ts';
import type { Warmth } from '../../contract/index.ts';
import { placeOf } from '../samples/series-id.ts';

/** The type of the event in which a worker tells of itself. */
export const workerReported = 'detector.worker.reported';

/** What a worker tells of itself every few seconds. */
export const WorkerReport = z.object({
  worker: z.string().min(1),
  url: z.string(),
  partitions: z.array(z.number().int().nonnegative()),
  series: z.number().int().nonnegative(),
  ready: z.boolean(),
  share: z.number().min(0).max(1),
  remainingS: z.number().nonnegative(),
  /** Whether none of its series has a value most of the time; workers of earlier versions do not tell. */
  isSparse: z.boolean().optional(),
});
export type WorkerReport = z.infer<typeof WorkerReport>;

/** A worker that has said nothing for this long is not counted. */
const silentMs = 15_000;

/** Who learns what, as workers have told. */
export class WorkerReports {
  #partitions: number;
  #heard = new Map<string, { report: WorkerReport; at: number }>();

  constructor(partitions: number) {
    this.#partitions = partitions;
  }

  hear(report: WorkerReport, now: number): void {
    this.#heard.set(report.worker, { report, at: now });
  }

  /** The workers that live at `now` (epoch ms). */
  living(now: number): WorkerReport[] {
    for (const [worker, { at }] of this.#heard) if (now - at > silentMs) this.#heard.delete(worker);
    return [...this.#heard.values()].map(({ report }) => report);
  }

  /** Those that say they learn a series: none while it is orphaned, two while it changes hands. */
  learnersOf(seriesKey: string, now: number): WorkerReport[] {
    const { partition } = placeOf(seriesKey, this.#partitions);
    return this.living(now).filter(({ partitions }) => partitions.includes(partition));
  }

  seriesCount(now: number): number {
    return this.living(now).reduce((sum, { series }) => sum + series, 0);
  }

  /** How many partitions no worker holds. */
  orphans(now: number): number {
    return this.#partitions - new Set(this.living(now).flatMap(({ partitions }) => partitions)).size;
  }

  /**
   * How warm all are together: ready once every partition is held, and every worker that learns is. Those that learn sparse series
   * only are not waited for, unless all do.
   */
  warmth(now: number): Warmth {
    const learning = this.living(now).filter(({ series }) => series > 0);
    if (learning.length === 0) return cold;
    const regular = learning.filter(({ isSparse }) => isSparse !== true);
    const weighed = regular.length > 0 ? regular : learning;
    const series = weighed.reduce((sum, report) => sum + report.series, 0);
    return {
      ready: this.orphans(now) === 0 && weighed.every(({ ready }) => ready),
      share: weighed.reduce((sum, report) => sum + (report.share * report.series) / series, 0),
      remainingS: Math.max(...weighed.map(({ remainingS }) => remainingS)),
    };
  }
}

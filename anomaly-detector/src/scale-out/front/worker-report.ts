import { z } from 'zod';
import { cold } from '../../baseline/warmth.ts';
import type { Warmth } from '../../contract/index.ts';

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

  seriesCount(now: number): number {
    return this.living(now).reduce((sum, { series }) => sum + series, 0);
  }

  /** How many partitions no worker holds. */
  orphans(now: number): number {
    return this.#partitions - new Set(this.living(now).flatMap(({ partitions }) => partitions)).size;
  }

  /** How warm all are together: ready once every partition is held by a worker that is. */
  warmth(now: number): Warmth {
    const living = this.living(now);
    const learning = living.filter(({ series }) => series > 0);
    const series = this.seriesCount(now);
    if (series === 0) return cold;
    return {
      ready: this.orphans(now) === 0 && learning.every(({ ready }) => ready),
      share: learning.reduce((sum, report) => sum + (report.share * report.series) / series, 0),
      remainingS: Math.max(...learning.map(({ remainingS }) => remainingS)),
    };
  }
}

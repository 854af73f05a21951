import type { Log } from '../adapters/log.ts';
import type { Reading } from '../services/learner.ts';
import type { PullMetrics } from './pull-metrics.ts';
import type { TaughtUpTo } from './taught-up-to.ts';

/** A series that was fetched: its labels with `__name__`, and its values (epoch ms), NaN where it has none any more. */
export type PulledSeries = {
  name: string;
  labels: Readonly<Record<string, string>>;
  samples: readonly { at: number; value: number }[];
  /** What its source says that it is; where it says nothing the name decides. */
  kind?: 'counter' | 'gauge' | null;
};

/** What fetching needs of the detector around it; times in epoch ms. */
export type PullParts = {
  now(): number;
  log: Log;
  metrics: PullMetrics;
  /** Judges and learns series as if they had been written. */
  takeSeries(series: readonly PulledSeries[]): void;
  /** Judges and learns readings that are ready as they are and come every `everyMs`; resolves to whether all are kept. */
  takeReadings(readings: readonly Reading[], everyMs: number): Promise<boolean>;
  /** Learns readings of the past, believed healthy; resolves to how many were new once all are kept, and rejects where some were lost. */
  learn(readings: readonly Reading[], everyMs: number): Promise<number>;
  /** Outlives a restart as what was learnt does. */
  taught: Pick<TaughtUpTo, 'of' | 'note'>;
};

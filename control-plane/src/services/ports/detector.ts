import type { DetectorStatus, SeriesStatus } from '@breakwater/anomaly-detector/contract';

/** The detector as the control plane sees it from outside. */
export interface Detector {
  /** Throws `detector.away`. */
  getStatus(): Promise<DetectorStatus>;
  /** Throws `detector.away`. */
  getSeries(): Promise<SeriesStatus[]>;
  /** Its answer as it is, for the query string of a request; throws `detector.away`. */
  getBand(query: string): Promise<unknown>;
}

import type { Acceptance, DetectorStatus, SeriesStatus } from '@breakwater/anomaly-detector/contract';
import { OpsError } from '../../domain/ops-error.ts';

/** The detector as the control plane sees it from outside; what is asked of it throws `detector.away`. */
export interface Detector {
  getStatus(): Promise<DetectorStatus>;
  getSeries(): Promise<SeriesStatus[]>;
  /** Its answer as it is, for the query string of a request. */
  getBand(query: string): Promise<unknown>;
  /** All that people have called no anomaly, oldest first. */
  getAccepted(): Promise<Acceptance[]>;
  /** Raises alerts like this one no more; throws `alert.unknown` where it remembers none of that id. */
  accept(alertId: string, said: { by: string; note: string }): Promise<Acceptance>;
  /** Raises them again; throws `acceptance.unknown`. */
  revoke(id: string): Promise<void>;
}

/** The detector that is set up; throws `detector.away` where none is. */
export function requireDetector(detector: Detector | undefined): Detector {
  if (detector !== undefined) return detector;
  throw new OpsError('detector.away', 'No detector is set up: set BREAKWATER_DETECTOR_URL and start again.');
}

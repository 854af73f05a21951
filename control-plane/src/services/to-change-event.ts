import type { ChangeEvent } from '@breakwater/anomaly-detector/contract';
import type { StoredChange } from './ports/store.ts';

/** What others may know of a change. */
export function toChangeEvent(change: StoredChange): ChangeEvent {
  const { unleashEventId: _id, reason: _reason, incidentId: _incidentId, ...event } = change;
  return event;
}

import type { Reading } from './learner.ts';

/** How many series may be known, and which are. */
export type SeriesRoom = { most: number; count(): number; has(key: string): boolean };

/** The readings for which there is room: those of series that are known, and of new ones up to the limit. */
export function withinRoom(readings: readonly Reading[], room: SeriesRoom): Reading[] {
  const added = new Set<string>();
  return readings.filter(({ series: { key } }) => {
    if (added.has(key) || room.has(key)) return true;
    if (room.count() + added.size >= room.most) return false;
    added.add(key);
    return true;
  });
}

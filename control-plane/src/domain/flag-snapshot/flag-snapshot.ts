/** A flag or a segment as the SDKs get it, with its text for comparison. */
export interface Item<Key> {
  key: Key;
  project: string;
  text: string;
}

/** All flags of an environment: `revision` is the id of the newest event that is surely contained. */
export interface FlagSnapshot {
  revision: number;
  flags: ReadonlyMap<string, Item<string>>;
  segments: ReadonlyMap<number, Item<number>>;
}

/** What turns one snapshot into the next. */
export interface SnapshotDelta {
  revision: number;
  updated: readonly Item<string>[];
  removed: readonly Item<string>[];
  segmentsUpdated: readonly Item<number>[];
  segmentsRemoved: readonly number[];
}

/** What is known before the first read. */
export const emptySnapshot: FlagSnapshot = { revision: 0, flags: new Map(), segments: new Map() };

/**
 * The difference, or undefined where nothing moved. A revision that moved without a difference (off and on again between two
 * reads) repeats one flag, so that every instance can still confirm that revision.
 */
export function deltaBetween(before: FlagSnapshot, after: FlagSnapshot): SnapshotDelta | undefined {
  const updated = changed(before.flags, after.flags);
  const removed = missing(before.flags, after.flags);
  const segmentsUpdated = changed(before.segments, after.segments);
  const segmentsRemoved = missing(before.segments, after.segments).map((segment) => segment.key);
  const differs = updated.length + removed.length + segmentsUpdated.length + segmentsRemoved.length > 0;
  if (!differs && after.revision <= before.revision) return undefined;
  const revision = Math.max(before.revision, after.revision);
  const carrier = differs ? [] : [...after.flags.values()].slice(0, 1);
  return { revision, updated: [...updated, ...carrier], removed, segmentsUpdated, segmentsRemoved };
}

/** The stream's data for a delta, limited to what `sees` lets through. */
export function updateText(delta: SnapshotDelta, sees: (project: string) => boolean): string {
  const id = delta.revision;
  const events = [
    ...delta.segmentsUpdated.map((s) => `{"eventId":${id},"type":"segment-updated","segment":${s.text}}`),
    ...delta.updated
      .filter((flag) => sees(flag.project))
      .map((flag) => `{"eventId":${id},"type":"feature-updated","feature":${flag.text}}`),
    ...delta.removed
      .filter((flag) => sees(flag.project))
      .map((flag) =>
        JSON.stringify({
          eventId: id,
          type: 'feature-removed',
          featureName: flag.key,
          project: flag.project,
        }),
      ),
    ...delta.segmentsRemoved.map((key) => `{"eventId":${id},"type":"segment-removed","segmentId":${key}}`),
  ];
  return `{"events":[${events.join(',')}]}`;
}

/** The stream's data that replaces everything an SDK holds. */
export function hydrationText(snapshot: FlagSnapshot, sees: (project: string) => boolean): string {
  const flags = [...snapshot.flags.values()].filter((flag) => sees(flag.project)).map((flag) => flag.text);
  const segments = [...snapshot.segments.values()].map((segment) => segment.text);
  return `{"events":[{"eventId":${snapshot.revision},"type":"hydration","features":[${flags.join(',')}],"segments":[${segments.join(',')}]}]}`;
}

function changed<Key>(before: ReadonlyMap<Key, Item<Key>>, after: ReadonlyMap<Key, Item<Key>>): Item<Key>[] {
  return [...after.values()].filter((item) => before.get(item.key)?.text !== item.text);
}

function missing<Key>(before: ReadonlyMap<Key, Item<Key>>, after: ReadonlyMap<Key, Item<Key>>): Item<Key>[] {
  return [...before.values()].filter((item) => !after.has(item.key));
}

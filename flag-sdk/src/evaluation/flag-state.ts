import { isDeepStrictEqual } from 'node:util';
import { endSettled, type FlagOverride } from './overrides.ts';
import type { FlagEvent, WireFlag, WireSegment } from './wire.ts';

/** A thing that is known, and the event that last changed it. */
export interface Versioned<T> {
  readonly eventId: number;
  /** Absent after a removal, which must outlive updates that arrive late. */
  readonly value: T | undefined;
}

/** Everything that flags are evaluated with. */
export interface FlagState {
  /** The newest event that this state contains; 0 before the first. */
  readonly revision: number;
  /** The revision of the last whole state; what it does not name did not exist then. */
  readonly base: number;
  readonly flags: ReadonlyMap<string, Versioned<WireFlag>>;
  readonly segments: ReadonlyMap<number, Versioned<WireSegment>>;
  /** Kills that hold whatever the flags say. */
  readonly overrides: readonly FlagOverride[];
  /** Ids of the overrides that ended since the start: a late word of them does not bring them back. */
  readonly ended: ReadonlySet<string>;
}

/** What came of applying events. */
export interface Applied {
  readonly state: FlagState;
  /** Whether anything is new, be it only the revision. */
  readonly changed: boolean;
  /** Events that were older than what is known already. */
  readonly stale: number;
}

export const emptyState: FlagState = {
  revision: 0,
  base: 0,
  flags: new Map(),
  segments: new Map(),
  overrides: [],
  ended: new Set(),
};

const stamped = <K, T>(entries: readonly T[], keyOf: (entry: T) => K, eventId: number) =>
  new Map(entries.map((value): [K, Versioned<T>] => [keyOf(value), { eventId, value }]));

/** A copy that a batch of events may write to. */
interface Draft extends Pick<FlagState, 'overrides' | 'ended'> {
  revision: number;
  base: number;
  flags: Map<string, Versioned<WireFlag>>;
  segments: Map<number, Versioned<WireSegment>>;
}

const hydrate = (draft: Draft, event: Extract<FlagEvent, { type: 'hydration' }>): boolean => {
  if (event.eventId < draft.revision) return false;
  const flags = stamped(event.flags, (flag) => flag.name, event.eventId);
  for (const name of event.unreadable) {
    const known = draft.flags.get(name);
    if (known !== undefined) flags.set(name, known);
  }
  draft.flags = flags;
  draft.segments = stamped(event.segments, (segment) => segment.id, event.eventId);
  draft.revision = event.eventId;
  draft.base = event.eventId;
  return true;
};

/** Sets one entry unless something newer is known; of two changes in one event, the later in the list counts. */
const put = <K, T>(draft: Draft, entries: Map<K, Versioned<T>>, key: K, entry: Versioned<T>): boolean => {
  if (entry.eventId < (entries.get(key)?.eventId ?? draft.base)) return false;
  entries.set(key, entry);
  draft.revision = Math.max(draft.revision, entry.eventId);
  return true;
};

/** Writes one event to the draft, and says whether it was news. */
const write = (draft: Draft, event: FlagEvent): boolean => {
  const { eventId } = event;
  switch (event.type) {
    case 'hydration':
      return hydrate(draft, event);
    case 'flag-updated':
      return put(draft, draft.flags, event.flag.name, { eventId, value: event.flag });
    case 'flag-removed':
      return put(draft, draft.flags, event.name, { eventId, value: undefined });
    case 'segment-updated':
      return put(draft, draft.segments, event.segment.id, { eventId, value: event.segment });
    case 'segment-removed':
      return put(draft, draft.segments, event.id, { eventId, value: undefined });
  }
};

/**
 * Applies events in order. The revision never goes back: a whole state that is older than what is known is refused.
 * A single flag is compared with what is known of that flag, so that an update which was overtaken on its way still counts.
 */
export const applyEvents = (state: FlagState, events: readonly FlagEvent[]): Applied => {
  const draft: Draft = { ...state, flags: new Map(state.flags), segments: new Map(state.segments) };
  const stale = events.filter((event) => !write(draft, event)).length;
  const isTaken = stale < events.length;
  const changed = isTaken && (draft.revision !== state.revision || !hasSameContent(state, draft));
  return { state: isTaken ? endSettled(draft) : state, changed, stale };
};

type Content = Pick<FlagState, 'flags' | 'segments'>;

const changedKeys = <K, T>(
  before: ReadonlyMap<K, Versioned<T>>,
  after: ReadonlyMap<K, Versioned<T>>,
): K[] => {
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys.filter((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    return old !== now && !isDeepStrictEqual(old?.value, now?.value);
  });
};

/** Names of the flags that came, went or read differently. */
export const changedFlags = (before: Content, after: Content): string[] =>
  changedKeys(before.flags, after.flags);

const hasSameContent = (before: Content, after: Content): boolean =>
  changedFlags(before, after).length === 0 && changedKeys(before.segments, after.segments).length === 0;

/** The flags that exist in a state. */
export const flagsOf = (state: FlagState): WireFlag[] =>
  [...state.flags.values()].flatMap(({ value }) => (value === undefined ? [] : [value]));

/** The segments that exist in a state. */
export const segmentsOf = (state: FlagState): WireSegment[] =>
  [...state.segments.values()].flatMap(({ value }) => (value === undefined ? [] : [value]));

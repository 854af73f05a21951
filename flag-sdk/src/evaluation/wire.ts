import type { FeatureInterface } from 'unleash-client/lib/feature.js';
import type { Segment } from 'unleash-client/lib/strategy/strategy.js';

/** A flag as Unleash sends it. */
export type WireFlag = Readonly<FeatureInterface>;

/** A segment as Unleash sends it. */
export type WireSegment = Readonly<Segment>;

/** One step of a stream, after it was parsed. */
export type FlagEvent =
  | {
      readonly type: 'hydration';
      readonly eventId: number;
      readonly flags: readonly WireFlag[];
      readonly segments: readonly WireSegment[];
      /** Flags that came but could not be read: what was known of them stays. */
      readonly unreadable: readonly string[];
    }
  | { readonly type: 'flag-updated'; readonly eventId: number; readonly flag: WireFlag }
  | { readonly type: 'flag-removed'; readonly eventId: number; readonly name: string }
  | { readonly type: 'segment-updated'; readonly eventId: number; readonly segment: WireSegment }
  | { readonly type: 'segment-removed'; readonly eventId: number; readonly id: number };

/** Events that could be read, and a sentence for each thing that could not. */
export interface ParsedEvents {
  readonly events: readonly FlagEvent[];
  readonly faults: readonly string[];
  /** Whether every event could be read, be it a whole state with a flag or two left out. */
  readonly isComplete: boolean;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOfObjects = (value: unknown) => Array.isArray(value) && value.every(isObject);

const isFlag = (value: unknown): value is WireFlag =>
  isObject(value) &&
  typeof value.name === 'string' &&
  typeof value.enabled === 'boolean' &&
  (value.strategies === undefined || isListOfObjects(value.strategies)) &&
  (value.variants === undefined || value.variants === null || isListOfObjects(value.variants));

const isSegment = (value: unknown): value is WireSegment =>
  isObject(value) &&
  typeof value.id === 'number' &&
  (value.constraints === undefined || isListOfObjects(value.constraints));

/** Reads a whole state, from a poll, a hydration or the backup. */
export const parseHydration = (
  eventId: number,
  features: unknown,
  segments: unknown,
): { readonly event: FlagEvent | undefined; readonly faults: readonly string[] } => {
  if (!Array.isArray(features)) {
    return { event: undefined, faults: [`features should be a list, but was ${typeof features}`] };
  }
  const flags = features.filter(isFlag);
  const known = Array.isArray(segments) ? segments.filter(isSegment) : [];
  const unread = features.filter((feature) => !isFlag(feature));
  const unreadable = unread.map((feature) => (isObject(feature) ? String(feature.name) : typeof feature));
  const faults = unreadable.map((name) => `flag ${name} has not the shape of a flag`);
  if (Array.isArray(segments) && known.length < segments.length)
    faults.push('a segment has not the shape of one');
  return { event: { type: 'hydration', eventId, flags, segments: known, unreadable }, faults };
};

const parseOne = (
  event: unknown,
): { readonly event: FlagEvent | undefined; readonly faults: readonly string[] } => {
  const fault = (sentence: string) => ({ event: undefined, faults: [sentence] });
  if (!isObject(event)) return fault(`an event should be an object, but was ${typeof event}`);
  const { type, eventId } = event;
  if (typeof eventId !== 'number' || !Number.isSafeInteger(eventId) || eventId < 0) {
    return fault(`eventId should be a whole number of at least 0, but was ${JSON.stringify(eventId)}`);
  }
  const read = (parsed: FlagEvent) => ({ event: parsed, faults: [] });
  switch (type) {
    case 'hydration':
      return parseHydration(eventId, event.features, event.segments);
    case 'feature-updated':
      return isFlag(event.feature)
        ? read({ type: 'flag-updated', eventId, flag: event.feature })
        : fault(`feature-updated ${eventId} carries no readable flag`);
    case 'feature-removed':
      return typeof event.featureName === 'string'
        ? read({ type: 'flag-removed', eventId, name: event.featureName })
        : fault(`feature-removed ${eventId} names no flag`);
    case 'segment-updated':
      return isSegment(event.segment)
        ? read({ type: 'segment-updated', eventId, segment: event.segment })
        : fault(`segment-updated ${eventId} carries no readable segment`);
    case 'segment-removed':
      return typeof event.segmentId === 'number'
        ? read({ type: 'segment-removed', eventId, id: event.segmentId })
        : fault(`segment-removed ${eventId} names no segment`);
    default:
      return { event: undefined, faults: [] };
  }
};

/**
 * Reads the data of `unleash-connected` and `unleash-updated`. Event types of a newer server are left out silently;
 * throws a `SyntaxError` or `TypeError` when the data is no list of events at all.
 */
export const parseStreamData = (data: string): ParsedEvents => {
  const parsed: unknown = JSON.parse(data);
  if (!isObject(parsed) || !Array.isArray(parsed.events)) {
    throw new TypeError('data should be {"events": [...]}, but was something else');
  }
  const results = parsed.events.map(parseOne);
  return {
    events: results.flatMap(({ event }) => (event === undefined ? [] : [event])),
    faults: results.flatMap(({ faults }) => faults),
    isComplete: results.every(({ event, faults }) => event !== undefined || faults.length === 0),
  };
};

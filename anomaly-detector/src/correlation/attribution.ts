import { formatDuration } from '../alerting/quantity.ts';
import type { ChangeEvent } from '../contract/index.ts';
import type { Origin } from './origin.ts';
import type { Topology } from './topology.ts';

/** A change that may have caused the incident, or was ruled out. */
export type Suspect = { changeId: string; confidence: number; reasons: string[] };
export type Cleared = { changeId: string; reasons: string[] };
export type Attribution = {
  suspects: Suspect[];
  cleared: Cleared[];
  verdict: 'change' | 'no_change' | 'unknown';
};

/** What an incident is held against. */
export type Onset = {
  /** When the symptoms began, epoch ms. */
  at: number;
  /** Best first. */
  origins: readonly Pick<Origin, 'service' | 'confidence'>[];
  /** Every service in which something deviates. */
  services: ReadonlySet<string>;
};

/** Changes older than this are not asked. */
export const lookBackMs = 15 * 60_000;
/** Clocks of two machines and the length of a row. */
const toleranceMs = 2_500;
/** A change takes effect within seconds; half its weight is gone after this. */
const fastMs = 45_000;
/** A few effects take minutes to show: full caches, leaks. */
const slowMs = 5 * 60_000;
/** Weight of "no change at all". */
const noChange = 0.06;
/** Below this share of the evidence a change is cleared. */
const leastShare = 0.05;
/** From here the incident is called the work of a change. */
const sureShare = 0.5;

type Judged = { change: ChangeEvent; weight: number; place: Place; leadMs: number };
type Place = { weight: number; reason: string };

/** Weighs every change around the onset: suspects best first, each with reasons, and every cleared one with its reason. */
export function attribute(changes: readonly ChangeEvent[], onset: Onset, topology: Topology): Attribution {
  const around = changes.filter((change) => Date.parse(change.at) >= onset.at - lookBackMs);
  const late = around.filter((change) => leadOf(change, onset) < -toleranceMs);
  const judged = around
    .filter((change) => !late.includes(change))
    .map((change) => judge(change, onset, topology))
    .sort((a, b) => b.weight - a.weight || a.leadMs - b.leadMs || a.change.id.localeCompare(b.change.id));
  const total = judged.reduce((sum, { weight }) => sum + weight, 0) + noChange;
  const isSuspect = ({ weight }: Judged) => weight / total >= leastShare;
  const suspects = judged.filter(isSuspect).map((item) => suspectOf(item, item.weight / total));
  return {
    suspects,
    cleared: [
      ...judged.filter((item) => !isSuspect(item)).map(clearedOf),
      ...late.map((change) => clearedAsLate(change, onset)),
    ],
    verdict: verdictOf(around.length - late.length, suspects),
  };
}

const leadOf = (change: ChangeEvent, onset: Onset): number => onset.at - Date.parse(change.at);

function judge(change: ChangeEvent, onset: Onset, topology: Topology): Judged {
  const leadMs = leadOf(change, onset);
  const place = placeOf(change, onset, topology);
  const lead = Math.max(0, leadMs - 5_000);
  const closeness = 0.8 * Math.exp(-lead / fastMs) + 0.2 * Math.exp(-lead / slowMs);
  const dose = change.exposure === 0 ? 0.2 : 1;
  // Turning a feature off seldom breaks one.
  const habit = change.effect === 'kill' || change.effect === 'disable' ? 0.6 : 1;
  return { change, leadMs, place, weight: place.weight * closeness * dose * habit };
}

function placeOf(change: ChangeEvent, onset: Onset, topology: Topology): Place {
  const origin = onset.origins[0]?.service;
  if (change.services.length === 0) return { weight: 0.2, reason: 'it names no service' };
  const places = change.services.map((service) => placeOfService(service, origin, onset, topology));
  return places.reduce((best, place) => (place.weight > best.weight ? place : best));
}

function placeOfService(
  service: string,
  origin: string | undefined,
  onset: Onset,
  topology: Topology,
): Place {
  if (service === origin)
    return { weight: 1, reason: `it takes effect in ${service}, where the symptoms began` };
  if (origin === undefined) return { weight: 0.1, reason: 'no origin is known' };
  const rank = onset.origins.findIndex((candidate) => candidate.service === service);
  const confidence = rank < 0 ? 0 : onset.origins[rank]!.confidence;
  if (topology.calleesOf(origin).has(service)) {
    const weight = Math.max(0.3, confidence);
    return { weight, reason: `it takes effect in ${service}, which ${origin} calls` };
  }
  if (onset.services.has(service)) {
    const weight = Math.max(0.12, 0.8 * confidence);
    return {
      weight,
      reason: `it takes effect in ${service}, which feels the symptoms but did not begin them`,
    };
  }
  const isConnected = topology.hops(service, origin) !== null || topology.hops(origin, service) !== null;
  return isConnected
    ? { weight: 0.05, reason: `it takes effect in ${service}, which is connected to ${origin} but healthy` }
    : {
        weight: 0.01,
        reason: `it takes effect in ${service}, which neither calls ${origin} nor is called by it`,
      };
}

function suspectOf({ change, place, leadMs }: Judged, confidence: number): Suspect {
  const reasons = [
    leadMs >= 0
      ? `the symptoms began ${formatDuration(leadMs)} after it`
      : 'the symptoms began in the same seconds',
    place.reason,
  ];
  if (change.exposure !== null && change.exposure > 0) {
    reasons.push(`${Math.round(change.exposure * 100)} % of traffic sees it`);
  }
  return { changeId: change.id, confidence, reasons };
}

function clearedOf({ change, place, leadMs }: Judged): Cleared {
  const reasons = [place.reason];
  if (leadMs > 2 * fastMs) reasons.push(`the symptoms began only ${formatDuration(leadMs)} after it`);
  else reasons.push('another change explains the onset better');
  if (change.exposure === 0) reasons.push('no traffic sees it');
  return { changeId: change.id, reasons };
}

function clearedAsLate(change: ChangeEvent, onset: Onset): Cleared {
  const later = formatDuration(-leadOf(change, onset));
  const isMitigation = change.effect === 'kill' || change.effect === 'restore';
  return {
    changeId: change.id,
    reasons: [
      isMitigation
        ? `it was made ${later} after the symptoms began, to mitigate them`
        : `it was made ${later} after the symptoms began`,
    ],
  };
}

function verdictOf(candidates: number, suspects: readonly Suspect[]): Attribution['verdict'] {
  if ((suspects[0]?.confidence ?? 0) >= sureShare) return 'change';
  return candidates === 0 || suspects.length === 0 ? 'no_change' : 'unknown';
}

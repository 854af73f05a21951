import type { ChangeEvent } from '@breakwater/anomaly-detector/contract';
import { type PolicyPlace, policyPlaceOf } from '../policy/policy-flag.ts';
import { drillPercent } from '../switch/keeping.ts';

/** An event of the flag engine that can alter what a flag does, as it is stored. */
export interface FlagEvent {
  id: number;
  at: Date;
  type: string;
  flag: string;
  actor: string;
  data: unknown;
  before: unknown;
}

/** What was known about the flag when its event was read. */
export interface FlagFacts {
  isSwitch: boolean;
  /** Whether the flag is enabled once the event has happened. */
  enabled: boolean;
  /** Share of users, 0 to 1, that an enabled flag reaches once the event has happened. */
  share: number;
  services: readonly string[];
  inRollout: boolean;
}

/** The types of events that can alter what a flag does; the others change names, links or descriptions. */
export const alteringEvents = [
  'feature-environment-enabled',
  'feature-environment-disabled',
  'feature-strategy-add',
  'feature-strategy-update',
  'feature-strategy-remove',
  'feature-variants-updated',
  'feature-environment-variants-updated',
  'feature-dependency-added',
  'feature-dependency-removed',
  'feature-archived',
  'feature-revived',
  'feature-deleted',
  'segment-updated',
] as const;

/**
 * Whether an event only prepares a flag of ours that is off: the share of a switch that is about to come back, the first
 * share of a rollout, or the value of a policy. What follows is the change, and nobody notices anything before.
 */
export function isPreparation(event: FlagEvent, facts: FlagFacts): boolean {
  const isOurs = facts.isSwitch || facts.inRollout || policyPlaceOf(event.flag) !== undefined;
  return isOurs && !facts.enabled && event.type.startsWith('feature-strategy-');
}

/** The change that an event of the flag engine is; its id is stable, so that it is told once. */
export function changeOf(event: FlagEvent, facts: FlagFacts, environment: string): ChangeEvent {
  const policy = policyPlaceOf(event.flag);
  const { effect, title } = policy ? describePolicy(event, policy) : describe(event, facts);
  const services = new Set([...facts.services, ...(policy ? [policy.service] : [])]);
  return {
    id: changeIdOf(event.id, environment),
    at: event.at.toISOString(),
    kind: policy || event.type === 'segment-updated' ? 'config' : facts.inRollout ? 'rollout' : 'flag',
    services: [...services].sort(),
    target: event.flag,
    title: policy ? title : `${event.flag}: ${title}`,
    actor: event.actor,
    effect,
    exposure: exposureOf(event, facts),
    version: null,
  };
}

/** Identifies the change that an event of the flag engine is. */
export function changeIdOf(eventId: number, environment: string): string {
  return `flag-${environment}-${eventId}`;
}

/** A segment reaches as far as the flags that use it, which differ. */
function exposureOf(event: FlagEvent, facts: FlagFacts): number | null {
  if (event.type === 'segment-updated') return null;
  return facts.enabled ? facts.share : 0;
}

type Described = Pick<ChangeEvent, 'effect' | 'title'>;

function describePolicy({ type }: FlagEvent, { service, dependency }: PolicyPlace): Described {
  const isEnd = /disabled|archived|deleted/.test(type);
  const what = isEnd ? 'back to what the code says' : 'set';
  return { effect: 'other', title: `Policy of ${service} towards ${dependency}: ${what}` };
}

function describe(event: FlagEvent, facts: FlagFacts): Described {
  switch (event.type) {
    case 'feature-environment-enabled':
      if (facts.isSwitch) {
        const to = facts.share < 1 ? `RESTORING at ${percentText(facts.share)}` : 'LIVE';
        return { effect: 'restore', title: `KILLED -> ${to}` };
      }
      return { effect: 'enable', title: `off -> on for ${percentText(facts.share)} of users` };
    case 'feature-environment-disabled':
      if (facts.isSwitch) return { effect: 'kill', title: 'LIVE -> KILLED' };
      return { effect: 'disable', title: 'on -> off' };
    case 'feature-strategy-add':
    case 'feature-strategy-update':
    case 'feature-strategy-remove':
      return describeStrategy(event, facts);
    case 'feature-archived':
    case 'feature-deleted':
      return { effect: 'disable', title: 'archived' };
    case 'segment-updated':
      return { effect: 'other', title: 'segment changed' };
    default:
      return { effect: 'other', title: event.type.replace(/^feature-/, '').replaceAll('-', ' ') };
  }
}

function describeStrategy(event: FlagEvent, facts: FlagFacts): Described {
  const from = percentOf(event.before);
  const to = percentOf(event.data);
  if (from !== undefined && to !== undefined && from !== to) {
    if (facts.isSwitch && facts.enabled) return describeShare(from, to);
    const whileOff = facts.enabled ? '' : ', while off';
    return { effect: facts.enabled ? 'ramp' : 'other', title: `${from} % -> ${to} % of users${whileOff}` };
  }
  const verb = event.type.replace('feature-strategy-', '');
  const said = { add: 'strategy added', remove: 'strategy removed' }[verb] ?? 'strategy changed';
  return { effect: 'other', title: to === undefined ? said : `${said}, ${to} % of users` };
}

/** A switch whose flag reaches a part of the requests is on its way back, or in a drill. */
function describeShare(from: number, to: number): Described {
  if (from === 100) return { effect: 'ramp', title: `LIVE -> ${100 - to} % of requests to the fallback` };
  if (to < 100) return { effect: 'ramp', title: `RESTORING ${from} % -> ${to} %` };
  if (from === drillPercent) return { effect: 'ramp', title: 'the drill is over: LIVE' };
  return { effect: 'restore', title: `RESTORING ${from} % -> LIVE` };
}

/** The percentage of a `flexibleRollout` or `breakwaterRollout` strategy; undefined for any other strategy. */
export function percentOf(strategy: unknown): number | undefined {
  if (typeof strategy !== 'object' || strategy === null) return undefined;
  const { parameters } = strategy as { parameters?: { rollout?: unknown; percentage?: unknown } };
  const percent = Number(parameters?.rollout ?? parameters?.percentage ?? Number.NaN);
  return Number.isFinite(percent) ? percent : undefined;
}

function percentText(share: number): string {
  return `${Math.round(share * 100)} %`;
}

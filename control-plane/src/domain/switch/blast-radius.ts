import type { DetectorStatus, SeriesStatus } from '@breakwater/anomaly-detector/contract';
import type { BlastRadius } from '../../contract/blast-radius.ts';
import type { Instance } from '../../contract/instance.ts';
import type { Switch } from '../../contract/switch.ts';
import { type CallCounts, errorShare, nothing, plus } from './drill.ts';

/** What is known when somebody is about to flip a switch. */
export interface BeforeFlip {
  one: Switch & Pick<BlastRadius, 'lastFallbackAt'>;
  /** Calls of each instance lately, and the milliseconds over which they were counted. */
  counted: readonly (CallCounts & { overMs: number; served: number })[];
  instances: readonly Instance[];
  /** Absent where no detector tells. */
  series: readonly SeriesStatus[] | undefined;
  topology: DetectorStatus['topology'];
  /** The server's revision. */
  revision: number;
  now: number;
  windowMs: number;
}

/** What a flip would touch. */
export function blastRadius(known: BeforeFlip): BlastRadius {
  const { one, counted, series, now, windowMs } = known;
  const total = counted.reduce<CallCounts>(plus, nothing);
  const callsPerSecond =
    counted.length === 0 ? null : sum(counted.map(({ calls, overMs }) => calls / (overMs / 1000)));
  const requestsPerSecond = requestRate(series, one.service);
  const share =
    callsPerSecond === null || requestsPerSecond === null || requestsPerSecond === 0
      ? null
      : Math.min(1, callsPerSecond / requestsPerSecond);
  const answered =
    counted.length === 0 || total.calls === 0 ? null : sum(counted.map(({ served }) => served)) / total.calls;
  const radius = {
    key: one.key,
    state: one.state,
    at: new Date(now).toISOString(),
    windowS: windowMs / 1000,
    callsPerSecond: round(callsPerSecond),
    requestsPerSecond: round(requestsPerSecond),
    share: round(share),
    errorShare: round(counted.length === 0 ? null : errorShare(total)),
    fallbackShare: round(answered),
    lastFallbackAt: one.lastFallbackAt,
    lastDrill: one.lastDrill,
    lastProvenAt: one.lastProvenAt,
    services: servicesOf(known),
    instances: instancesOf(known),
  };
  return { ...radius, summary: summaryOf(one, radius) };
}

function requestRate(series: readonly SeriesStatus[] | undefined, service: string): number | null {
  const rates = (series ?? []).filter(
    (one) => one.service === service && one.direction === 'in' && one.metric === 'request_rate',
  );
  const values = rates.flatMap(({ value }) => (value === null ? [] : [value]));
  return values.length === 0 ? null : sum(values);
}

/** The service that asks, what lies behind the call that is cut, and who feels it. */
function servicesOf({ one, topology }: BeforeFlip): BlastRadius['services'] {
  const behind = new Set<string>();
  const waiting = one.dependency === '' ? [] : [one.dependency];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (next === one.service || behind.has(next)) continue;
    behind.add(next);
    waiting.push(...topology.filter(({ caller }) => caller === next).map(({ callee }) => callee));
  }
  const callers = topology.filter(({ callee }) => callee === one.service).map(({ caller }) => caller);
  const dependents = [...new Set([...one.dependents, ...callers])].filter(
    (service) => service !== one.service && !behind.has(service),
  );
  return [
    { service: one.service, part: 'asks' as const },
    ...[...behind].map((service) => ({ service, part: 'behind' as const })),
    ...dependents.map((service) => ({ service, part: 'dependent' as const })),
  ];
}

function instancesOf({ one, instances, revision }: BeforeFlip): BlastRadius['instances'] {
  return instances
    .filter(({ service, flags }) => service === one.service || flags.includes(one.key))
    .map((instance) => ({
      id: instance.instanceId,
      service: instance.service,
      ...reachOf(instance, revision),
    }));
}

function reachOf({ silent, lastSeenAt, source, revision }: Instance, newest: number) {
  if (silent) return { reach: 'silent' as const, detail: `not heard of since ${lastSeenAt}` };
  if (source === 'backup' || source === 'none')
    return { reach: 'stale' as const, detail: `runs on ${source === 'none' ? 'defaults' : 'its backup'}` };
  if (revision < newest)
    return { reach: 'stale' as const, detail: `holds revision ${revision} of ${newest}` };
  return { reach: 'reached' as const, detail: source === 'stream' ? 'streams' : 'polls' };
}

function summaryOf(one: Switch, radius: Omit<BlastRadius, 'summary'>): string {
  const { callsPerSecond, share, instances, lastProvenAt } = radius;
  const rate =
    callsPerSecond === null
      ? 'an unknown number of calls'
      : `${Math.round(callsPerSecond * 10) / 10} calls/s`;
  const part = share === null ? '' : ` (${Math.round(share * 100)} % of the requests of ${one.service})`;
  const reached = instances.filter(({ reach }) => reach === 'reached').length;
  const proof = lastProvenAt === null ? 'never proven by a drill' : `last proven at ${lastProvenAt}`;
  const verb = one.state === 'KILLED' ? 'A restore gives back' : 'A kill sends';
  const to = one.state === 'KILLED' ? '' : ' to the fallback';
  return `${verb} ${rate}${part}${to}; ${reached} of ${instances.length} instances would be reached; the fallback was ${proof}.`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 1000) / 1000;
}

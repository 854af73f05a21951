import type { BlastRadius, Health } from '@breakwater/control-plane/contract';
import { formatNumber, formatShare, plural } from '../../lib/numbers.ts';
import { formatRelative } from '../../lib/time.ts';
import { provenView } from '../drills/drill-view.ts';

/** One figure of the preview; what is not known is said, never shown as zero. */
export interface Figure {
  name: string;
  value: string;
  note: string;
  mark: Health | null;
}

/** What a flip would touch, as people read it. */
export interface BlastRadiusView {
  summary: string;
  figures: Figure[];
  /** Such as `asked by gateway before it calls recommendation · behind that catalog · felt by order`; empty where none is known. */
  services: string;
  reach: { mark: Health; text: string };
  /** The instances that a flip would not reach at once, with the reason. */
  missed: { id: string; mark: Health; detail: string }[];
}

const notKnown = 'not known';

/** Arranges the preview of a switch that stands before calls to `dependency`, if to any, at `now` (epoch ms). */
export function blastRadiusView(radius: BlastRadius, dependency: string, now: number): BlastRadiusView {
  const missed = radius.instances
    .filter(({ reach }) => reach !== 'reached')
    .map(({ id, reach, detail }) => ({ id, detail, mark: reachMarks[reach] }));
  return {
    summary: radius.summary,
    figures: [traffic(radius), errors(radius), fallbackShare(radius), lastFallback(radius, now)],
    services: servicesText(radius, dependency),
    reach: reachOf(radius, missed.length),
    missed,
  };
}

const reachMarks = { reached: 'ok', stale: 'partial', silent: 'unknown' } as const;

function traffic({ share, callsPerSecond, requestsPerSecond, services }: BlastRadius): Figure {
  const asker = services.find(({ part }) => part === 'asks')?.service;
  return {
    name: 'Requests that pass it',
    value: share === null ? rate(callsPerSecond) : formatShareOf(share),
    note: [
      share !== null && callsPerSecond !== null && rate(callsPerSecond),
      requestsPerSecond !== null && `of ${rate(requestsPerSecond)}${asker ? ` at ${asker}` : ''}`,
    ]
      .filter(Boolean)
      .join(' '),
    mark: null,
  };
}

function errors({ errorShare, windowS }: BlastRadius): Figure {
  return {
    name: 'Fail now',
    value: errorShare === null ? notKnown : formatShareOf(errorShare),
    note: `last ${formatNumber(windowS)} s`,
    mark:
      errorShare === null ? 'unknown' : errorShare >= 0.05 ? 'bad' : errorShare >= 0.01 ? 'partial' : 'ok',
  };
}

function fallbackShare({ fallbackShare: share, windowS }: BlastRadius): Figure {
  return {
    name: 'Get the fallback now',
    value: share === null ? notKnown : formatShareOf(share),
    note: `last ${formatNumber(windowS)} s`,
    mark: share === null ? 'unknown' : share >= 0.01 ? 'partial' : null,
  };
}

function lastFallback(radius: BlastRadius, now: number): Figure {
  const { lastFallbackAt } = radius;
  return {
    name: 'Fallback last answered',
    value: lastFallbackAt === null ? 'never seen' : formatRelative(lastFallbackAt, now),
    note: `by a drill: ${provenView(radius, now).text}`,
    mark: lastFallbackAt === null ? 'unknown' : 'ok',
  };
}

/** Where the switch stands. That a service lies behind it does not mean that it is cut off: the fallback may need it. */
function servicesText({ services }: BlastRadius, dependency: string): string {
  const names = (wanted: BlastRadius['services'][number]['part']) =>
    services
      .filter(({ part, service }) => part === wanted && service !== dependency)
      .map(({ service }) => service)
      .join(', ');
  const said = (words: string, list: string) => list && `${words} ${list}`;
  return [
    [said('asked by', names('asks')), said('before it calls', dependency)].filter(Boolean).join(' '),
    said('behind that', names('behind')),
    said('felt by', names('dependent')),
  ]
    .filter(Boolean)
    .join(' · ');
}

function reachOf({ instances }: BlastRadius, missed: number): BlastRadiusView['reach'] {
  if (instances.length === 0) return { mark: 'unknown', text: 'No running instance asks for it' };
  const reached = instances.length - missed;
  return {
    mark: missed === 0 ? 'ok' : reached === 0 ? 'bad' : 'partial',
    text: `${reached}/${plural(instances.length, 'instance')} would be reached at once`,
  };
}

/** A small share is not rounded to nothing. */
function formatShareOf(share: number): string {
  return share > 0 && share < 0.1 ? `${formatNumber(share * 100)} %` : formatShare(share);
}

function rate(perSecond: number | null): string {
  return perSecond === null ? notKnown : `${formatNumber(perSecond)}/s`;
}

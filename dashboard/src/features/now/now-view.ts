import type { DetectorStatus, Health, RolloutList, ServiceList } from '@breakwater/control-plane/contract';
import { plural } from '../../lib/numbers.ts';
import { formatAge } from '../../lib/time.ts';

/** The rollouts that move or wait for somebody. */
export function underWay(list: RolloutList): RolloutList['rollouts'] {
  const order = { held: 0, paused: 1, running: 2, draft: 3, rolled_back: 4, completed: 5 } as const;
  return list.rollouts
    .filter(({ status }) => status === 'held' || status === 'running' || status === 'paused')
    .toSorted((a, b) => order[a.status] - order[b.status]);
}

/** The services, those in trouble first. */
export function byTrouble(list: ServiceList): ServiceList['services'] {
  const order: Record<Health, number> = { bad: 0, partial: 1, unknown: 2, ok: 3 };
  return list.services.toSorted((a, b) => order[a.health] - order[b.health] || a.name.localeCompare(b.name));
}

/** How far the detector can be trusted, in one line. */
export interface WarmthView {
  mark: Health;
  text: string;
  share: number;
}

/** Tells how warm the detector is and which targets it does not reach. */
export function warmthView(status: DetectorStatus): WarmthView {
  const down = status.targets.filter(({ up }) => !up).map(({ instance }) => instance);
  const { ready, share, remainingS } = status.warmth;
  if (status.targets.length > 0 && down.length === status.targets.length) {
    return { mark: 'bad', text: 'reaches none of its targets', share };
  }
  if (!ready) {
    return { mark: 'partial', text: `learning, about ${formatAge(remainingS * 1000)} to go`, share };
  }
  return down.length > 0
    ? { mark: 'partial', text: `warm, but does not reach ${down.join(', ')}`, share }
    : { mark: 'ok', text: `warm on ${plural(status.seriesCount, 'series', 'series')}`, share };
}

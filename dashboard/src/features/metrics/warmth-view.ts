import type { DetectorStatus, Health } from '@breakwater/control-plane/contract';
import { plural } from '../../lib/numbers.ts';
import { formatAge } from '../../lib/time.ts';

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

'use client';
import { useQuery } from '@tanstack/react-query';
import { formatShare, plural } from '../../../lib/numbers.ts';
import { formatAge } from '../../../lib/time.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { detectorQuery } from '../queries.ts';

/** How warm the detector is and what it hears, in one line. */
export function DetectorLine() {
  const { data, error } = useQuery(detectorQuery);
  if (error) return <StateMark state="unknown">the detector does not answer</StateMark>;
  if (!data) return 'Learned bands of every service.';
  const { ready, share, remainingS } = data.warmth;
  const up = data.targets.filter((target) => target.up).length;
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <StateMark state={ready ? 'ok' : 'partial'}>
        {ready
          ? 'detector warm'
          : `learning ${formatShare(share)}, about ${formatAge(remainingS * 1000)} to go`}
      </StateMark>
      <span>
        {plural(data.seriesCount, 'series', 'series')} from {up}/{data.targets.length} targets
      </span>
    </span>
  );
}

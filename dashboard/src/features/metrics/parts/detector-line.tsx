'use client';
import { useQuery } from '@tanstack/react-query';
import { StateMark } from '../../../ui/state-mark.tsx';
import { detectorQuery } from '../queries.ts';
import { warmthView } from '../warmth-view.ts';

/** How warm the detector is and what it hears, in one line. */
export function DetectorLine() {
  const { data, error } = useQuery(detectorQuery);
  if (error) return <StateMark state="unknown">the detector does not answer</StateMark>;
  if (!data) return 'Learned bands of every service.';
  const view = warmthView(data);
  const up = data.targets.filter((target) => target.up).length;
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <StateMark state={view.mark}>Detector: {view.text}</StateMark>
      <span>
        {up}/{data.targets.length} targets
      </span>
    </span>
  );
}

'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { formatNumber, formatShare } from '../../../lib/numbers.ts';
import { Awaited } from '../../../ui/awaited.tsx';
import { Card, Section } from '../../../ui/card.tsx';
import { Meter } from '../../../ui/meter.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { detectorQuery } from '../../metrics/queries.ts';
import { warmthView } from '../../metrics/warmth-view.ts';

/** How warm the detector is: before that it raises no alert. */
export function DetectorNow() {
  const detector = useQuery(detectorQuery);
  const { data } = detector;
  const view = data && warmthView(data);
  return (
    <Section
      title="Detector"
      aside={
        <Link href="/metrics" className="underline">
          Metrics
        </Link>
      }
    >
      <Awaited query={detector} what="Detector">
        <Skeleton className="h-24" />
      </Awaited>
      {data && view && (
        <Card className="flex flex-col gap-2">
          <StateMark state={view.mark}>{view.text}</StateMark>
          <Meter
            share={view.share}
            label={`Detector ${formatShare(view.share)} warm`}
            tone={view.mark === 'ok' ? 'ok' : view.mark === 'bad' ? 'bad' : 'partial'}
          />
          <p className="text-sm text-muted">
            {formatNumber(data.samplesPerSecond)} samples/s from {data.targets.filter(({ up }) => up).length}/
            {data.targets.length} targets
            {!data.warmth.ready && '. No alert is raised before it is warm.'}
          </p>
        </Card>
      )}
    </Section>
  );
}

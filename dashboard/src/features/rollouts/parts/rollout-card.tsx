'use client';
import type { Rollout } from '@breakwater/control-plane/contract';
import Link from 'next/link';
import { useNow } from '../../../lib/use-now.ts';
import { Card } from '../../../ui/card.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { rolloutView, rulerTone } from '../rollout-view.ts';
import { StageRuler } from './stage-ruler.tsx';

/** A rollout at a glance: where it stands and what comes next. */
export function RolloutCard({
  rollout,
  heading: Heading = 'h2',
}: {
  rollout: Rollout;
  heading?: 'h2' | 'h3';
}) {
  const now = useNow();
  const view = rolloutView(rollout, now);
  return (
    <Card as="li" tone={rollout.status === 'held' ? 'bad' : 'plain'}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Heading className="min-w-0">
          <Link
            href={`/rollouts/${encodeURIComponent(rollout.id)}`}
            className="font-mono font-semibold hover:underline max-md:py-3.5"
          >
            {rollout.flag}
          </Link>{' '}
          <span className="text-sm text-muted">{rollout.title}</span>
        </Heading>
        <StateMark state={view.mark}>
          {view.word} · {rollout.percent} %
        </StateMark>
      </div>
      <p className="mt-1 mb-3 text-sm text-muted">
        {view.next}
        {rollout.incidentId && (
          <>
            {' '}
            <Link
              href={`/incidents/${encodeURIComponent(rollout.incidentId)}`}
              className="text-accent underline max-md:py-3.5"
            >
              Open the incident
            </Link>
          </>
        )}
      </p>
      <StageRuler stages={view.stages} tone={rulerTone(rollout.status)} />
    </Card>
  );
}

'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Awaited } from '../../../ui/awaited.tsx';
import { Section } from '../../../ui/card.tsx';
import { RolloutCard } from '../../rollouts/parts/rollout-card.tsx';
import { rolloutsQuery } from '../../rollouts/queries.ts';
import { underWay } from '../now-view.ts';

/** The rollouts that climb, hold or are paused. Nothing where none does. */
export function RolloutsNow() {
  const query = useQuery(rolloutsQuery);
  const rollouts = query.data ? underWay(query.data) : [];
  if (rollouts.length === 0) return <Awaited query={query} what="Rollouts under way" />;
  return (
    <Section
      title="Rollouts under way"
      aside={
        <Link href="/rollouts" className="underline">
          All rollouts
        </Link>
      }
    >
      <ul className="flex flex-col gap-3">
        {rollouts.map((rollout) => (
          <RolloutCard key={rollout.id} rollout={rollout} heading="h3" />
        ))}
      </ul>
    </Section>
  );
}

'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Awaited } from '../../ui/awaited.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { usePermissions } from '../session/queries.ts';
import { RolloutCard } from './parts/rollout-card.tsx';
import { rolloutsQuery } from './queries.ts';
import { isOver } from './rollout-view.ts';

const filters = ['all', 'active', 'over'] as const;
const filterWords = { all: 'All', active: 'Not over', over: 'Over' } as const;

/** Every rollout, newest first. */
export function RolloutsPage() {
  const [filter, setFilter] = useQueryState('show', parseAsStringLiteral(filters).withDefault('all'));
  const { mayRelease } = usePermissions();
  const rollouts = useQuery(rolloutsQuery);
  const { data } = rollouts;
  const shown = (data?.rollouts ?? []).filter(
    (one) => filter === 'all' || (filter === 'over') === isOver(one.status),
  );
  return (
    <>
      <PageHeader
        title="Rollouts"
        lead="A flag climbs by itself, stage by stage, and holds while an incident is open on its service."
      >
        <Choices
          label="Show"
          value={filter}
          options={filters.map((value) => ({ value, text: filterWords[value] }))}
          onChange={setFilter}
        />
        {mayRelease && (
          <Link href="/rollouts/new" className={buttonClasses('primary')}>
            New rollout
          </Link>
        )}
      </PageHeader>
      <Awaited query={rollouts} what="Rollouts">
        <CardsSkeleton height="h-28" />
      </Awaited>
      {data?.rollouts.length === 0 && (
        <Empty title="No rollout yet">
          {mayRelease
            ? 'Plan one: it changes nothing for users before you start it.'
            : 'Release managers plan them here.'}
        </Empty>
      )}
      {data && data.rollouts.length > 0 && shown.length === 0 && (
        <Empty title="None here">Choose another view.</Empty>
      )}
      <ul className="flex flex-col gap-3">
        {shown.map((rollout) => (
          <RolloutCard key={rollout.id} rollout={rollout} />
        ))}
      </ul>
    </>
  );
}

'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Awaited } from '../../ui/awaited.tsx';
import { Button, buttonClasses } from '../../ui/button.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Disclosure } from '../../ui/disclosure.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { GateNote } from '../session/parts/gate-note.tsx';
import { usePermissions } from '../session/queries.ts';
import { RolloutCard } from './parts/rollout-card.tsx';
import { rolloutsQuery } from './queries.ts';
import { arrangeRollouts, rolloutFilters } from './rollout-list.ts';

const filterWords = { all: 'All', active: 'Not over', over: 'Over' } as const;

/** Every rollout: what still goes on, then what is over, and discarded plans on demand. */
export function RolloutsPage() {
  const [filter, setFilter] = useQueryState('show', parseAsStringLiteral(rolloutFilters).withDefault('all'));
  const { mayRelease } = usePermissions();
  const rollouts = useQuery(rolloutsQuery);
  const { data } = rollouts;
  const { listed, discarded } = arrangeRollouts(data?.rollouts ?? [], filter);
  return (
    <>
      <PageHeader
        title="Rollouts"
        lead="A flag climbs by itself, stage by stage, and holds while an incident is open on its service."
      >
        <Choices
          label="Show"
          value={filter}
          options={rolloutFilters.map((value) => ({ value, text: filterWords[value] }))}
          onChange={setFilter}
        />
        {mayRelease ? (
          <Link href="/rollouts/new" className={buttonClasses('primary')}>
            New rollout
          </Link>
        ) : (
          <Button look="primary" disabled>
            New rollout
          </Button>
        )}
      </PageHeader>
      <GateNote needs="release-manager" what="New rollout" className="-mt-3 mb-4 md:text-right" />
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
      {data && data.rollouts.length > 0 && listed.length + discarded.length === 0 && (
        <Empty title="None here">Choose another view.</Empty>
      )}
      <ul className="flex flex-col gap-3">
        {listed.map((rollout) => (
          <RolloutCard key={rollout.id} rollout={rollout} />
        ))}
      </ul>
      {discarded.length > 0 && (
        <Disclosure
          className="mt-4"
          isOpen={listed.length === 0}
          summary={<span className="text-sm text-muted">Discarded plans: {discarded.length}</span>}
        >
          <ul className="flex flex-col gap-3">
            {discarded.map((rollout) => (
              <RolloutCard key={rollout.id} rollout={rollout} />
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  );
}

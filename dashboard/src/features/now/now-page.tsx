'use client';
import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '../../ui/page-header.tsx';
import { sessionQuery } from '../session/queries.ts';
import { DetectorNow } from './parts/detector-now.tsx';
import { IncidentsNow } from './parts/incidents-now.tsx';
import { KilledNow } from './parts/killed-now.tsx';
import { RecentChanges } from './parts/recent-changes.tsx';
import { RolloutsNow } from './parts/rollouts-now.tsx';
import { ServicesNow } from './parts/services-now.tsx';

/** What needs me, most pressing first. */
export function NowPage() {
  const { data: session } = useQuery(sessionQuery);
  return (
    <>
      <PageHeader
        title="Now"
        lead={session ? `What needs you in ${session.environment}.` : 'What needs you.'}
      />
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-6">
          <IncidentsNow />
          <KilledNow />
          <RolloutsNow />
          <RecentChanges />
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <ServicesNow />
          <DetectorNow />
        </div>
      </div>
    </>
  );
}

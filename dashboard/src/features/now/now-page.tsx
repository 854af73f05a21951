'use client';
import { useQuery } from '@tanstack/react-query';
import { useSettled } from '../../lib/use-settled.ts';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { changesQuery } from '../changes/queries.ts';
import { incidentsQuery } from '../incidents/queries.ts';
import { killabilityQuery } from '../killability/queries.ts';
import { detectorQuery } from '../metrics/queries.ts';
import { rolloutsQuery } from '../rollouts/queries.ts';
import { servicesQuery } from '../services/queries.ts';
import { sessionQuery } from '../session/queries.ts';
import { switchesQuery } from '../switches/queries.ts';
import { DetectorNow } from './parts/detector-now.tsx';
import { IncidentsNow } from './parts/incidents-now.tsx';
import { KillabilityNow } from './parts/killability-now.tsx';
import { KilledNow } from './parts/killed-now.tsx';
import { RecentChanges } from './parts/recent-changes.tsx';
import { RolloutsNow } from './parts/rollouts-now.tsx';
import { ServicesNow } from './parts/services-now.tsx';

const inTheMiddle = [incidentsQuery, switchesQuery, rolloutsQuery, changesQuery];
const atTheSide = [servicesQuery, detectorQuery, killabilityQuery];

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
          {useSettled(inTheMiddle) ? (
            <>
              <IncidentsNow />
              <KilledNow />
              <RolloutsNow />
              <RecentChanges />
            </>
          ) : (
            <CardsSkeleton count={3} height="h-44" />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          {useSettled(atTheSide) ? (
            <>
              <KillabilityNow />
              <ServicesNow />
              <DetectorNow />
            </>
          ) : (
            <CardsSkeleton count={1} height="h-96" />
          )}
        </div>
      </div>
    </>
  );
}

'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Awaited } from '../../../ui/awaited.tsx';
import { Card, Section } from '../../../ui/card.tsx';
import { CardsSkeleton } from '../../../ui/skeleton.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { When } from '../../../ui/when.tsx';
import { needingSomebody } from '../../incidents/incident-view.ts';
import { IncidentCard } from '../../incidents/parts/incident-card.tsx';
import { IncidentRow } from '../../incidents/parts/incident-row.tsx';
import { incidentsQuery } from '../../incidents/queries.ts';
import { switchesQuery } from '../../switches/queries.ts';

/** The incidents that are not resolved, or the good news that there is none. */
export function IncidentsNow() {
  const incidents = useQuery(incidentsQuery);
  const { data } = incidents;
  const switches = useQuery(switchesQuery).data?.switches ?? [];
  const open = needingSomebody(data?.incidents ?? []);
  const recovered = open.filter(({ report }) => report.recoveredAt !== null);
  const last = data?.incidents.find(({ status }) => status === 'resolved');
  return (
    <Section
      title="Incidents"
      aside={
        <Link href="/incidents" className="underline">
          All incidents
        </Link>
      }
    >
      <Awaited query={incidents} what="Incidents">
        <CardsSkeleton count={1} height="h-44" />
      </Awaited>
      <div className="flex flex-col gap-3" aria-live="polite" aria-relevant="additions">
        {open
          .filter(({ report }) => report.recoveredAt === null)
          .map((incident) => (
            <IncidentCard key={incident.report.id} incident={incident} switches={switches} />
          ))}
        {recovered.length > 0 && (
          <ul aria-label="Recovered, to be resolved" className="flex flex-col gap-3">
            {recovered.map((incident) => (
              <IncidentRow key={incident.report.id} incident={incident} />
            ))}
          </ul>
        )}
      </div>
      {data && open.length === 0 && (
        <Card>
          <StateMark state="ok">No open incident</StateMark>
          <p className="mt-1 text-sm text-muted">
            {last ? (
              <>
                The last one,{' '}
                <Link href={`/incidents/${encodeURIComponent(last.report.id)}`} className="underline">
                  {last.report.title}
                </Link>
                , was resolved {last.resolvedAt && <When at={last.resolvedAt} />}.
              </>
            ) : (
              'None has been opened yet. The Lab can make one on purpose.'
            )}
          </p>
        </Card>
      )}
    </Section>
  );
}

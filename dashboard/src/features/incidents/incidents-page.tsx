'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { Awaited } from '../../ui/awaited.tsx';
import { Choices } from '../../ui/choices.tsx';
import { Empty } from '../../ui/empty.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CardsSkeleton } from '../../ui/skeleton.tsx';
import { IncidentRow } from './parts/incident-row.tsx';
import { incidentsQuery } from './queries.ts';

const filters = ['all', 'unresolved', 'resolved'] as const;
const filterWords = { all: 'All', unresolved: 'Not resolved', resolved: 'Resolved' } as const;

/** Every incident, newest first. */
export function IncidentsPage() {
  const [filter, setFilter] = useQueryState('status', parseAsStringLiteral(filters).withDefault('all'));
  const incidents = useQuery(incidentsQuery);
  const { data } = incidents;
  const shown = (data?.incidents ?? []).filter(
    ({ status }) => filter === 'all' || (filter === 'resolved') === (status === 'resolved'),
  );
  return (
    <>
      <PageHeader
        title="Incidents"
        lead="Related alerts become one incident that names its origin and its suspect."
      >
        <Choices
          label="Status"
          value={filter}
          options={filters.map((value) => ({ value, text: filterWords[value] }))}
          onChange={setFilter}
        />
      </PageHeader>
      <Awaited query={incidents} what="Incidents">
        <CardsSkeleton height="h-24" />
      </Awaited>
      {data?.incidents.length === 0 && (
        <Empty title="No incident yet">The Lab can make one on purpose, once the detector is warm.</Empty>
      )}
      {data && data.incidents.length > 0 && shown.length === 0 && (
        <Empty title={filter === 'resolved' ? 'None is resolved yet' : 'All incidents are resolved'} />
      )}
      <ul className="flex flex-col gap-3">
        {shown.map((incident) => (
          <IncidentRow key={incident.report.id} incident={incident} />
        ))}
      </ul>
    </>
  );
}

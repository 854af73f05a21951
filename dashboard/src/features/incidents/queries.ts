import type { Incident, IncidentList } from '@breakwater/control-plane/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Incidents of every status, newest first. */
export const incidentsQuery = queryOptions({
  queryKey: queryKeys.incidents,
  queryFn: ({ signal }) => api<IncidentList>('/incidents', { signal }),
});

/** One incident with its whole history. */
export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.incident(id),
    queryFn: ({ signal }) => api<Incident>(`/incidents/${encodeURIComponent(id)}`, { signal }),
  });

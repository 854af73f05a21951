import type { Incident, IncidentList, ResolveRequest } from '@breakwater/control-plane/contract';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { withIncident } from '../../live/fold.ts';

/** Says that somebody looks after the incident. */
export function useAcknowledge(id: string) {
  const client = useQueryClient();
  return useMutation<Incident, Error, void>({
    mutationFn: () =>
      api<Incident>(`/incidents/${encodeURIComponent(id)}/acknowledge`, { method: 'POST', body: {} }),
    onSuccess: (incident) => show(client, incident),
  });
}

/** Closes the incident with what was learnt. */
export function useResolve(id: string) {
  const client = useQueryClient();
  return useMutation<Incident, Error, ResolveRequest>({
    mutationFn: (body) =>
      api<Incident>(`/incidents/${encodeURIComponent(id)}/resolve`, { method: 'POST', body }),
    onSuccess: (incident) => show(client, incident),
  });
}

function show(client: QueryClient, incident: Incident): void {
  client.setQueryData(queryKeys.incident(incident.report.id), incident);
  client.setQueryData<IncidentList>(queryKeys.incidents, (list) => list && withIncident(list, incident));
}

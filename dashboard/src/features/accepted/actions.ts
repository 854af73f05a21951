import type { Acceptance, AcceptedList, AcceptRequest } from '@breakwater/control-plane/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Says that an alert of an incident is no anomaly. */
export function useAccept(incidentId: string, alertId: string) {
  const client = useQueryClient();
  const path = `/incidents/${encodeURIComponent(incidentId)}/alerts/${encodeURIComponent(alertId)}`;
  return useMutation<Acceptance, Error, AcceptRequest>({
    mutationFn: (body) => api<Acceptance>(`${path}/not-an-anomaly`, { method: 'POST', body }),
    onSuccess: async (acceptance) => {
      await client.cancelQueries({ queryKey: queryKeys.accepted });
      client.setQueryData<AcceptedList>(queryKeys.accepted, (list) => ({
        accepted: [...(list?.accepted ?? []).filter(({ id }) => id !== acceptance.id), acceptance],
      }));
    },
  });
}

/** Takes back that a pattern is no anomaly. */
export function useRevoke(id: string) {
  const client = useQueryClient();
  return useMutation<void, Error, void>({
    mutationFn: () => api<void>(`/accepted/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: async () => {
      await client.cancelQueries({ queryKey: queryKeys.accepted });
      client.setQueryData<AcceptedList>(
        queryKeys.accepted,
        (list) => list && { accepted: list.accepted.filter((one) => one.id !== id) },
      );
    },
  });
}

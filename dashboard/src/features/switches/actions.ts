import type { ChangeAccepted, KillRequest, RestoreRequest } from '@breakwater/control-plane/contract';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Kills a switch. The answer only says that the change is stored; proof comes from the instances. */
export function useKill(key: string): UseMutationResult<ChangeAccepted, Error, KillRequest> {
  return useChange<KillRequest>(key, 'kill');
}

/** Restores a switch; its key must have been typed out. */
export function useRestore(key: string): UseMutationResult<ChangeAccepted, Error, RestoreRequest> {
  return useChange<RestoreRequest>(key, 'restore');
}

function useChange<Request>(key: string, verb: 'kill' | 'restore') {
  const client = useQueryClient();
  return useMutation<ChangeAccepted, Error, Request>({
    mutationFn: (body) =>
      api<ChangeAccepted>(`/switches/${encodeURIComponent(key)}/${verb}`, { method: 'POST', body }),
    onSuccess: (accepted) => {
      client.setQueryData(queryKeys.propagation(accepted.changeId), accepted.propagation);
      void client.invalidateQueries({ queryKey: queryKeys.switches });
      void client.invalidateQueries({ queryKey: queryKeys.changes });
    },
  });
}

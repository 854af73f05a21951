import type {
  ChangeAccepted,
  KillRequest,
  RenewRequest,
  RestoreRequest,
  Switch,
  SwitchList,
} from '@breakwater/control-plane/contract';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { withSwitch } from '../../live/fold.ts';

/** Kills a switch. The answer only says that the change is stored; proof comes from the instances. */
export function useKill(key: string): UseMutationResult<ChangeAccepted, Error, KillRequest> {
  return useChange<KillRequest>(key, 'kill');
}

/** Restores a switch; its key must have been typed out. */
export function useRestore(key: string): UseMutationResult<ChangeAccepted, Error, RestoreRequest> {
  return useChange<RestoreRequest>(key, 'restore');
}

/** Gives a kill a new term. */
export function useRenew(key: string): UseMutationResult<Switch, Error, RenewRequest> {
  const client = useQueryClient();
  return useMutation<Switch, Error, RenewRequest>({
    mutationFn: (body) => api<Switch>(`${pathOf(key)}/renew`, { method: 'POST', body }),
    onSuccess: (renewed) => {
      client.setQueryData<SwitchList>(queryKeys.switches, (list) => list && withSwitch(list, renewed));
    },
  });
}

function useChange<Request>(key: string, verb: 'kill' | 'restore') {
  const client = useQueryClient();
  return useMutation<ChangeAccepted, Error, Request>({
    mutationFn: (body) => api<ChangeAccepted>(`${pathOf(key)}/${verb}`, { method: 'POST', body }),
    onSuccess: (accepted) => {
      client.setQueryData(queryKeys.propagation(accepted.changeId), accepted.propagation);
      void client.invalidateQueries({ queryKey: queryKeys.switches });
      void client.invalidateQueries({ queryKey: queryKeys.changes });
    },
  });
}

function pathOf(key: string): string {
  return `/switches/${encodeURIComponent(key)}`;
}

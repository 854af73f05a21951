import type { Policy, PolicyList, PutPolicy, UnsetPolicy } from '@breakwater/control-plane/contract';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { withPolicy } from '../../live/fold.ts';

/** Which policy an action is about. */
export type PolicyName = Pick<Policy, 'service' | 'dependency'>;

/** Sets an override in place of the present one, for a while. */
export function usePutPolicy(name: PolicyName): UseMutationResult<Policy, Error, PutPolicy> {
  return useChange<PutPolicy>(name, 'PUT');
}

/** Takes an override away: the code rules again. */
export function useUnsetPolicy(name: PolicyName): UseMutationResult<Policy, Error, UnsetPolicy> {
  return useChange<UnsetPolicy>(name, 'DELETE');
}

function useChange<Request>({ service, dependency }: PolicyName, method: 'PUT' | 'DELETE') {
  const client = useQueryClient();
  const path = `/policies/${encodeURIComponent(service)}/${encodeURIComponent(dependency)}`;
  return useMutation<Policy, Error, Request>({
    mutationFn: (body) => api<Policy>(path, { method, body }),
    onSuccess: (changed) => {
      client.setQueryData<PolicyList>(queryKeys.policies, (list) => list && withPolicy(list, changed));
    },
  });
}

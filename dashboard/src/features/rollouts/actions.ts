import type { CreateRollout, Rollout, RolloutAction, RolloutList } from '@breakwater/control-plane/contract';
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { withRollout } from '../../live/fold.ts';
import type { RolloutVerb } from './rollout-view.ts';

/** Starts, pauses, resumes, rolls back or discards. */
export function useRolloutVerb(id: string, verb: RolloutVerb) {
  const client = useQueryClient();
  return useMutation<Rollout, Error, RolloutAction>({
    mutationFn: (body) =>
      api<Rollout>(`/rollouts/${encodeURIComponent(id)}/${verb}`, { method: 'POST', body }),
    onSuccess: (rollout) => show(client, rollout),
  });
}

/** Writes a plan down; nothing changes for users before it is started. */
export function useCreateRollout() {
  const client = useQueryClient();
  return useMutation<Rollout, Error, CreateRollout>({
    mutationFn: (body) => api<Rollout>('/rollouts', { method: 'POST', body }),
    onSuccess: (rollout) => show(client, rollout),
    // A refusal may tell of a rollout that is not listed here yet.
    onError: () => client.invalidateQueries({ queryKey: queryKeys.rollouts }),
  });
}

function show(client: QueryClient, rollout: Rollout): void {
  client.setQueryData(queryKeys.rollout(rollout.id), rollout);
  client.setQueryData<RolloutList>(queryKeys.rollouts, (list) => list && withRollout(list, rollout));
}

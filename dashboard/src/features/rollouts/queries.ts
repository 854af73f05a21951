import type { Rollout, RolloutList } from '@breakwater/control-plane/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Every rollout, newest first. */
export const rolloutsQuery = queryOptions({
  queryKey: queryKeys.rollouts,
  queryFn: ({ signal }) => api<RolloutList>('/rollouts', { signal }),
});

/** One rollout with its plan and history. */
export const rolloutQuery = (id: string) =>
  queryOptions({
    queryKey: queryKeys.rollout(id),
    queryFn: ({ signal }) => api<Rollout>(`/rollouts/${encodeURIComponent(id)}`, { signal }),
  });

import type { LevelChanged, LevelRequest } from '@breakwater/control-plane/contract';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Raises or lowers the degrade level; the answer reports each switch. */
export function useChangeLevel(): UseMutationResult<LevelChanged, Error, LevelRequest> {
  const client = useQueryClient();
  return useMutation<LevelChanged, Error, LevelRequest>({
    mutationFn: (body) => api<LevelChanged>('/levels', { method: 'POST', body }),
    onSuccess: ({ status }) => {
      client.setQueryData(queryKeys.levels, status);
      void client.invalidateQueries({ queryKey: queryKeys.switches });
      void client.invalidateQueries({ queryKey: queryKeys.changes });
    },
  });
}

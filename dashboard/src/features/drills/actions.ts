import type { Drill, DrillList, DrillRequest } from '@breakwater/control-plane/contract';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { withDrill } from '../../live/fold.ts';

/** Sends a small cohort to the fallback for a short while, to see that it answers. */
export function useDrill(key: string): UseMutationResult<Drill, Error, DrillRequest> {
  const client = useQueryClient();
  return useMutation<Drill, Error, DrillRequest>({
    mutationFn: (body) => api<Drill>(`/switches/${encodeURIComponent(key)}/drill`, { method: 'POST', body }),
    onSuccess: (drill) => {
      client.setQueryData<DrillList>(queryKeys.drills(key), (list) =>
        withDrill(list ?? { drills: [] }, drill),
      );
      void client.invalidateQueries({ queryKey: queryKeys.switches });
    },
  });
}

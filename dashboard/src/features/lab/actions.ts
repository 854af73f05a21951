import type { Fault, FaultRequest, Lab, LoadRequest } from '@breakwater/control-plane/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Injects a fault; it stops by itself. */
export function useInjectFault() {
  return useLabChange((body: FaultRequest) => api<Fault>('/lab/faults', { method: 'POST', body }));
}

/** Stops one fault before its time. */
export function useStopFault() {
  return useLabChange((id: string) =>
    api<void>(`/lab/faults/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  );
}

/** Stops every fault at once. */
export function useStopAllFaults() {
  return useLabChange<void, void>(() => api<void>('/lab/faults', { method: 'DELETE' }));
}

/** Sets how many requests a second the shoppers send. */
export function useSetLoad() {
  return useLabChange((body: LoadRequest) => api<Lab>('/lab/load', { method: 'PUT', body }));
}

function useLabChange<Request, Answer>(mutationFn: (request: Request) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation<Answer, Error, Request>({
    mutationFn,
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.lab }),
  });
}

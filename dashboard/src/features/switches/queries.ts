import type { BlastRadius, InstanceList, Propagation, SwitchList } from '@breakwater/control-plane/contract';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';
import { furthest } from '../../live/fold.ts';
import { isComplete } from './propagation-view.ts';

/** Every kill switch as it stands. */
export const switchesQuery = queryOptions({
  queryKey: queryKeys.switches,
  queryFn: ({ signal }) => api<SwitchList>('/switches', { signal }),
});

/** Every running instance and the revision that it evaluates with. */
export const instancesQuery = queryOptions({
  queryKey: queryKeys.instances,
  queryFn: ({ signal }) => api<InstanceList>('/instances', { signal }),
});

const previewEveryMs = 3000;

/** What a flip of a switch would touch, counted anew every few seconds while somebody looks at it. */
export const previewQuery = (key: string) =>
  queryOptions({
    queryKey: queryKeys.preview(key),
    queryFn: ({ signal }) => api<BlastRadius>(`/switches/${encodeURIComponent(key)}/preview`, { signal }),
    refetchInterval: previewEveryMs,
    staleTime: previewEveryMs,
  });

const quickMs = 500;
const patientMs = 5000;
const quickForMs = 30_000;

/** A change's way to the instances, followed closely by asking as well as by the live stream until all have confirmed. */
export function usePropagation(known: Propagation | null): Propagation | null {
  const client = useQueryClient();
  const isDue = known !== null && !isComplete(known);
  const key = queryKeys.propagation(known?.changeId ?? '');
  const { data } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const heard = await api<Propagation>(
        `/changes/${encodeURIComponent(known?.changeId ?? '')}/propagation`,
        { signal },
      );
      return furthest(client.getQueryData<Propagation>(key) ?? null, heard) ?? heard;
    },
    enabled: isDue,
    staleTime: 0,
    refetchInterval: ({ state }) => {
      if (state.data && isComplete(state.data)) return false;
      const since = Date.parse(state.data?.at ?? known?.at ?? '');
      return Date.now() - since < quickForMs ? quickMs : patientMs;
    },
  });
  return known && data ? furthest(known, data) : known;
}

import type { DrillList } from '@breakwater/control-plane/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { pollMs } from '../../lib/query-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const whileRunningMs = 2000;

/** The drills of a switch, newest first; asked for closely while one runs. */
export const drillsQuery = (key: string) =>
  queryOptions({
    queryKey: queryKeys.drills(key),
    queryFn: ({ signal }) => api<DrillList>(`/switches/${encodeURIComponent(key)}/drills`, { signal }),
    refetchInterval: ({ state }) => (state.data?.drills[0]?.endedAt === null ? whileRunningMs : pollMs),
  });

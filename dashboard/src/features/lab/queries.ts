import type { Lab } from '@breakwater/control-plane/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** The lab: active faults and the load on the shop. */
export const labQuery = queryOptions({
  queryKey: queryKeys.lab,
  queryFn: ({ signal }) => api<Lab>('/lab', { signal }),
  refetchInterval: 2000,
});

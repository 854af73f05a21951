import type { LevelStatus } from '@breakwater/control-plane/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Where the system stands between full service and everything shed. */
export const levelsQuery = queryOptions({
  queryKey: queryKeys.levels,
  queryFn: ({ signal }) => api<LevelStatus>('/levels', { signal }),
});

import type { Killability } from '@breakwater/control-plane/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Who could be killed right now, and who not. */
export const killabilityQuery = queryOptions({
  queryKey: queryKeys.killability,
  queryFn: ({ signal }) => api<Killability>('/killability', { signal }),
});

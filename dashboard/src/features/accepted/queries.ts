import type { AcceptedList } from '@breakwater/control-plane/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Everything that people have called no anomaly; the detector tells nobody of changes, so it is asked again. */
export const acceptedQuery = queryOptions({
  queryKey: queryKeys.accepted,
  queryFn: ({ signal }) => api<AcceptedList>('/accepted', { signal }),
  refetchInterval: 10_000,
});

import type { PolicyList } from '@breakwater/control-plane/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** The guarded calls and what is set over their code. */
export const policiesQuery = queryOptions({
  queryKey: queryKeys.policies,
  queryFn: ({ signal }) => api<PolicyList>('/policies', { signal }),
});

import type { Session } from '@breakwater/control-plane/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { mayActAs } from '../../lib/access.ts';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** Who is signed in. */
export const sessionQuery = queryOptions({
  queryKey: queryKeys.session,
  queryFn: ({ signal }) => api<Session>('/session', { signal }),
  staleTime: 60_000,
  refetchInterval: 60_000,
});

/** Who is signed in, and what they may do; nothing until it is known. */
export function usePermissions() {
  const { data } = useQuery(sessionQuery);
  return {
    session: data,
    mayRespond: mayActAs(data, 'responder'),
    mayRelease: mayActAs(data, 'release-manager'),
  };
}

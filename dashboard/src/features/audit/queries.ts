import type { AuditPage } from '@breakwater/control-plane/contract';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const pageSize = 50;

/** The audit log, newest first, page after page. */
export const auditQuery = infiniteQueryOptions({
  queryKey: queryKeys.audit,
  queryFn: ({ pageParam, signal }) => {
    const params = new URLSearchParams({
      limit: String(pageSize),
      ...(pageParam !== null && { before: String(pageParam) }),
    });
    return api<AuditPage>(`/audit?${params}`, { signal });
  },
  initialPageParam: null as number | null,
  getNextPageParam: (page) => page.nextBefore,
});

import type { ChangeList } from '@breakwater/control-plane/contract';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../lib/api.ts';
import { queryKeys } from '../../lib/query-keys.ts';

const spanMs = 3 * 3_600_000;

/** What people and machines changed in the last three hours, newest first. */
export const changesQuery = queryOptions({
  queryKey: queryKeys.changes,
  queryFn: async ({ signal }) => {
    const since = new Date(Date.now() - spanMs).toISOString();
    const { changes } = await api<ChangeList>(`/changes?since=${encodeURIComponent(since)}`, { signal });
    return { changes: changes.toSorted((a, b) => b.at.localeCompare(a.at)) };
  },
});

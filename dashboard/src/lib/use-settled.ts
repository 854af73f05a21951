'use client';
import { type QueryKey, type UseQueryOptions, useQueries } from '@tanstack/react-query';

/** Whether each of these has been answered or refused once, so that what they fill can be laid out without jumps. */
export function useSettled(queries: readonly { queryKey: QueryKey }[]): boolean {
  return useQueries({
    queries: queries as UseQueryOptions[],
    combine: (results) => results.every(({ isPending }) => !isPending),
  });
}

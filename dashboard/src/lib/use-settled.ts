'use client';
import { type QueryKey, type UseQueryOptions, useQueries } from '@tanstack/react-query';
import { useLate } from './use-late.ts';

/** One answer that does not come must not hide the others, or what is said of it, for longer than this. */
const longestWaitMs = 1500;

/** Whether each of these has been answered or refused once, or took too long: what they fill is laid out without jumps. */
export function useSettled(queries: readonly { queryKey: QueryKey }[]): boolean {
  const isLate = useLate(longestWaitMs);
  const isAnswered = useQueries({
    queries: queries as UseQueryOptions[],
    combine: (results) => results.every(({ isPending }) => !isPending),
  });
  return isAnswered || isLate;
}

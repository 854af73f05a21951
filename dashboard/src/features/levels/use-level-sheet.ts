'use client';
import { parseAsString, useQueryState } from 'nuqs';

/** To which level the open sheet leads, kept in the address so that Back closes it. */
export function useLevelSheet() {
  const [level, set] = useQueryState('level', parseAsString.withOptions({ history: 'push', scroll: false }));
  return { level, open: (id: string) => set(id), close: () => set(null, { history: 'replace' }) };
}

'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { sheetEntry } from '../../lib/sheet-entry.ts';

/** To which level the open sheet leads, kept in the address so that Back closes it. */
export function useLevelSheet() {
  const [level, set] = useQueryState('level', parseAsString.withOptions({ scroll: false }));
  return {
    level,
    open: (id: string) => sheetEntry.open(level !== null, (history) => set(id, { history })),
    close: () => sheetEntry.close(() => set(null)),
  };
}

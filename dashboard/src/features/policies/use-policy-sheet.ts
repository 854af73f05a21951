'use client';
import { parseAsString, useQueryStates } from 'nuqs';
import { sheetEntry } from '../../lib/sheet-entry.ts';

const parsers = { policy: parseAsString, unset: parseAsString };

/** Which policy's form or removal is open, kept in the address so that Back closes it. */
export function usePolicySheet() {
  const [state, set] = useQueryStates(parsers, { scroll: false });
  const open = (wanted: typeof state) =>
    sheetEntry.open(state.policy !== null || state.unset !== null, (history) => set(wanted, { history }));
  return {
    ...state,
    openForm: (id: string) => open({ policy: id, unset: null }),
    openUnset: (id: string) => open({ unset: id, policy: null }),
    close: () => sheetEntry.close(() => set({ policy: null, unset: null })),
  };
}

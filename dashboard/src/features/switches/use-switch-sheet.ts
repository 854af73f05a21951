'use client';
import { parseAsString, useQueryStates } from 'nuqs';

const parsers = { kill: parseAsString, restore: parseAsString, for: parseAsString };

/** Which switch's sheet is open, kept in the address so that Back closes it; `for` is the incident that it serves. */
export function useSwitchSheet() {
  const [state, set] = useQueryStates(parsers, { history: 'push', scroll: false });
  return {
    ...state,
    openKill: (key: string, incidentId?: string) =>
      set({ kill: key, restore: null, for: incidentId ?? null }),
    openRestore: (key: string, incidentId?: string) =>
      set({ restore: key, kill: null, for: incidentId ?? null }),
    close: () => set({ kill: null, restore: null, for: null }),
  };
}

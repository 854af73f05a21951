'use client';
import { parseAsString, useQueryStates } from 'nuqs';

const parsers = { policy: parseAsString, unset: parseAsString };

/** Which policy's form or removal is open, kept in the address so that Back closes it. */
export function usePolicySheet() {
  const [state, set] = useQueryStates(parsers, { history: 'push', scroll: false });
  return {
    ...state,
    openForm: (id: string) => set({ policy: id, unset: null }),
    openUnset: (id: string) => set({ unset: id, policy: null }),
    close: () => set({ policy: null, unset: null }, { history: 'replace' }),
  };
}

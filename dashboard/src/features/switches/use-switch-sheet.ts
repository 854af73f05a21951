'use client';
import { parseAsString, useQueryStates } from 'nuqs';
import { sheetEntry } from '../../lib/sheet-entry.ts';
import type { SwitchVerb } from './state-view.ts';

const parsers = {
  kill: parseAsString,
  restore: parseAsString,
  renew: parseAsString,
  drill: parseAsString,
  for: parseAsString,
};
const closed = { kill: null, restore: null, renew: null, drill: null, for: null };
const verbs = ['kill', 'restore', 'renew', 'drill'] as const satisfies readonly SwitchVerb[];

/** Which sheet of which switch is open, kept in the address so that Back closes it; `for` is the incident that it serves. */
export function useSwitchSheet() {
  const [state, set] = useQueryStates(parsers, { scroll: false });
  const verb = verbs.find((one) => state[one] !== null) ?? null;
  return {
    verb,
    key: verb && state[verb],
    incidentId: state.for,
    open: (wanted: SwitchVerb, key: string, incidentId?: string) =>
      sheetEntry.open(verb !== null, (history) =>
        set({ ...closed, [wanted]: key, for: incidentId ?? null }, { history }),
      ),
    close: () => sheetEntry.close(() => set(closed)),
  };
}

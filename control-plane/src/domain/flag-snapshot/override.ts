import type { FlagSnapshot, Item } from './flag-snapshot.ts';

/** A kill that is not in the database yet: it holds over whatever the database says of the flag. */
export interface Override {
  id: string;
  flag: string;
  enabled: false;
  /** When it was accepted, ISO 8601. */
  at: string;
}

/** An override that the database contains from this revision on. */
export interface SettledOverride {
  id: string;
  revision: number;
}

/** The snapshot with the overridden flags off; a flag that it does not know stays unknown. */
export function withOverrides(snapshot: FlagSnapshot, overrides: readonly Override[]): FlagSnapshot {
  if (overrides.length === 0) return snapshot;
  const flags = new Map(snapshot.flags);
  for (const { flag } of overrides) {
    const known = flags.get(flag);
    if (known !== undefined) flags.set(flag, off(known));
  }
  return { ...snapshot, flags };
}

/** What SDKs are told besides the flags: the overrides that hold, and those that the database contains now. */
export function overrideText(open: readonly Override[], settled: readonly SettledOverride[]): string {
  return JSON.stringify({
    overrides: open.map(({ id, flag, enabled, at }) => ({ id, flag, enabled, at })),
    settled: settled.map(({ id, revision }) => ({ id, revision })),
  });
}

function off(item: Item<string>): Item<string> {
  return { ...item, text: JSON.stringify({ ...JSON.parse(item.text), enabled: false }) };
}

import type { AuditEntry } from '@breakwater/control-plane/contract';

/** What to look for; empty fields let everything through. */
export interface AuditFilter {
  text: string;
  actor: string;
  action: string;
}

/** The entries that fit the filter; each word of the text must be found somewhere. */
export function filterAudit(entries: readonly AuditEntry[], filter: AuditFilter): AuditEntry[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (filter.actor && entry.actor !== filter.actor) return false;
    if (filter.action && entry.action !== filter.action) return false;
    const haystack = [entry.actor, entry.action, entry.target, entry.reason ?? ''].join(' ').toLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}

/** The values that a field takes, sorted, for the filter's lists. */
export function valuesOf(entries: readonly AuditEntry[], field: 'actor' | 'action'): string[] {
  return [...new Set(entries.map((entry) => entry[field]))].toSorted();
}

/** One field of a record before and after. */
export interface Difference {
  field: string;
  before: string;
  after: string;
}

/** What an action changed, field by field; what stayed the same is left out. */
export function differences(entry: Pick<AuditEntry, 'before' | 'after'>): Difference[] {
  const [before, after] = [toRecord(entry.before), toRecord(entry.after)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .map((field) => ({ field, before: toText(before[field]), after: toText(after[field]) }))
    .filter((one) => one.before !== one.after);
}

/** Whether what an action changed fits on its own line. */
export function isShort(changed: readonly Difference[]): boolean {
  return changed.length <= 2 && changed.every(({ before, after }) => before.length + after.length <= 60);
}

function toRecord(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { value };
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

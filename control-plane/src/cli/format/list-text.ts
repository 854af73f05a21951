import type { AuditPage, ChangeEvent, InstanceList } from '../../contract/index.ts';
import { table } from './table.ts';
import { age, instant } from './time.ts';

/** The running instances with the revision that each evaluates with. */
export function instanceTable({ revision, instances }: InstanceList, now: number): string {
  if (instances.length === 0) return `no instance has reported yet (server revision ${revision})`;
  return table(
    ['INSTANCE', 'SERVICE', 'REVISION', 'SOURCE', 'SEEN', 'STATE'],
    instances.map((instance) => [
      instance.instanceId,
      instance.service,
      instance.revision < revision ? `${instance.revision} of ${revision}` : String(instance.revision),
      instance.source,
      age(instance.lastSeenAt, now),
      instance.silent ? 'silent' : 'ok',
    ]),
  );
}

/** What people and machines changed, in the order given. */
export function changeTable(changes: readonly ChangeEvent[]): string {
  if (changes.length === 0) return 'no change';
  return table(
    ['AT', 'KIND', 'SERVICES', 'WHO', 'CHANGE'],
    changes.map(({ at, kind, services, actor, title }) => [
      instant(at),
      kind,
      services.join(',') || '-',
      actor,
      title,
    ]),
  );
}

/** Who did what to which thing and why. */
export function auditTable({ entries, nextBefore }: AuditPage): string {
  if (entries.length === 0) return 'no entry';
  const more = nextBefore === null ? '' : `\nolder entries: breakwater audit --before ${nextBefore}`;
  const rows = entries.map((entry) => [
    String(entry.id),
    instant(entry.at),
    entry.actor,
    entry.action,
    entry.target,
    entry.reason ?? '-',
  ]);
  return `${table(['ID', 'AT', 'WHO', 'ACTION', 'TARGET', 'REASON'], rows)}${more}`;
}

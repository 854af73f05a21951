import type { AuditEntry } from '../../contract/audit.ts';
import type { AuditStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

type Row = Omit<AuditEntry, 'at'> & { at: Date };

/** The audit, to which one can only append. */
export function auditStore(sql: Sql): AuditStore {
  return {
    async record(entry) {
      await sql.query(
        'insert into ops.audit (actor, action, target, reason, before, after) values ($1, $2, $3, $4, $5, $6)',
        [
          entry.actor,
          entry.action,
          entry.target,
          entry.reason ?? null,
          JSON.stringify(entry.before ?? null),
          JSON.stringify(entry.after ?? null),
        ],
      );
    },

    async list(before, limit) {
      const rows = await sql.query<Row>(
        `select id::int as id, at, actor, action, target, reason, before, after from ops.audit
         where $1::bigint is null or id < $1 order by id desc limit $2`,
        [before ?? null, limit + 1],
      );
      const entries = rows.slice(0, limit).map((row) => ({ ...row, at: row.at.toISOString() }));
      return { entries, nextBefore: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
    },
  };
}

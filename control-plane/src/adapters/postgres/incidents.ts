import type { TimelineEntry } from '../../contract/incident.ts';
import type { IncidentRecord } from '../../domain/incident/incident.ts';
import type { IncidentStore } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';
import { lockUntilCommit } from './lock.ts';

interface Row {
  report: IncidentRecord['report'];
  status: IncidentRecord['status'];
  acknowledged_by: string | null;
  acknowledged_at: Date | null;
  mitigated_at: Date | null;
  resolved_by: string | null;
  resolved_at: Date | null;
}

const columns = 'report, status, acknowledged_by, acknowledged_at, mitigated_at, resolved_by, resolved_at';

/** Incidents, and what people did about them. */
export function incidentStore(sql: Sql): IncidentStore {
  return {
    lock: (id) => lockUntilCommit(sql, `breakwater.incident.${id}`),

    async find(id) {
      const [row] = await sql.query<Row>(`select ${columns} from ops.incidents where id = $1`, [id]);
      return row && toIncident(row);
    },

    async save(incident) {
      await sql.query(
        `insert into ops.incidents (id, opened_at, ${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (id) do update set (opened_at, ${columns}) =
           (excluded.opened_at, excluded.report, excluded.status, excluded.acknowledged_by, excluded.acknowledged_at,
            excluded.mitigated_at, excluded.resolved_by, excluded.resolved_at)`,
        [
          incident.report.id,
          incident.report.openedAt,
          JSON.stringify(incident.report),
          incident.status,
          incident.acknowledgedBy,
          incident.acknowledgedAt,
          incident.mitigatedAt,
          incident.resolvedBy,
          incident.resolvedAt,
        ],
      );
    },

    async list(status, limit) {
      const rows = await sql.query<Row>(
        `select ${columns} from ops.incidents where $1::text is null or status = $1 order by opened_at desc, id limit $2`,
        [status ?? null, limit],
      );
      return rows.map(toIncident);
    },

    async listUnresolved() {
      const rows = await sql.query<Row>(
        `select ${columns} from ops.incidents where status <> 'resolved' order by opened_at desc`,
      );
      return rows.map(toIncident);
    },

    async addEntry(incidentId, entry) {
      await sql.query(
        'insert into ops.incident_entries (incident_id, at, kind, text, actor, ref) values ($1, $2, $3, $4, $5, $6)',
        [incidentId, entry.at, entry.kind, entry.text, entry.actor, entry.ref],
      );
    },

    async listEntries(incidentIds) {
      const rows = await sql.query<Omit<TimelineEntry, 'at'> & { at: Date; incident_id: string }>(
        `select incident_id, at, kind, text, actor, ref from ops.incident_entries
         where incident_id = any($1) order by at, id`,
        [incidentIds],
      );
      const entries = new Map<string, TimelineEntry[]>(incidentIds.map((id) => [id, []]));
      for (const { incident_id, at, ...entry } of rows) {
        entries.get(incident_id)?.push({ ...entry, at: at.toISOString() });
      }
      return entries;
    },

    async listIdsWithRef(changeId) {
      const rows = await sql.query<{ id: string }>(
        'select distinct incident_id as id from ops.incident_entries where ref = $1',
        [changeId],
      );
      return rows.map((row) => row.id);
    },
  };
}

function toIncident(row: Row): IncidentRecord {
  return {
    report: row.report,
    status: row.status,
    acknowledgedBy: row.acknowledged_by,
    acknowledgedAt: row.acknowledged_at?.toISOString() ?? null,
    mitigatedAt: row.mitigated_at?.toISOString() ?? null,
    resolvedBy: row.resolved_by,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}

import type { ChangeStore, StoredChange } from '../../services/ports/store.ts';
import type { Sql } from './database.ts';

interface Row extends Omit<StoredChange, 'at' | 'unleashEventId' | 'incidentId'> {
  at: Date;
  unleash_event_id: number | null;
  incident_id: string | null;
}

const columns =
  'id, unleash_event_id, at, kind, services, target, title, actor, effect, exposure, version, reason, incident_id';

/** Everything that was changed, by people and by machines. */
export function changeStore(sql: Sql): ChangeStore {
  return {
    async insert(change) {
      const rows = await sql.query(
        `insert into ops.changes (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         on conflict do nothing returning id`,
        toValues(change),
      );
      return rows.length === 1;
    },

    async find(id) {
      const [row] = await sql.query<Row>(`select ${columns} from ops.changes where id = $1`, [id]);
      return row && toChange(row);
    },

    async listById(ids) {
      const rows = await sql.query<Row>(`select ${columns} from ops.changes where id = any($1) order by at`, [
        ids,
      ]);
      return rows.map(toChange);
    },

    async listSince(since, limit) {
      const rows = await sql.query<Row>(
        `select * from (
           select ${columns} from ops.changes where at >= $1 order by at desc, id desc limit $2
         ) newest order by at, unleash_event_id`,
        [since, limit],
      );
      return rows.map(toChange);
    },

    async listLastFlips(keys) {
      const rows = await sql.query<Row>(
        `select distinct on (target) ${columns} from ops.changes
         where target = any($1) and effect in ('kill', 'restore')
         order by target, at desc, unleash_event_id desc`,
        [keys],
      );
      return new Map(rows.map((row) => [row.target, toChange(row)]));
    },

    async listServicesOfFlag(flag) {
      const rows = await sql.query<{ service: string }>(
        `select service from ops.switches where key = $1
         union select service from ops.flags where key = $1
         union select jsonb_array_elements_text(plan -> 'services') from ops.rollouts where flag = $1
         union select beat ->> 'service' from ops.instances
           where last_seen_at > now() - interval '1 day' and beat -> 'flags' ? $1`,
        [flag],
      );
      return rows.map((row) => row.service);
    },
  };
}

function toValues(change: StoredChange): unknown[] {
  return [
    change.id,
    change.unleashEventId,
    change.at,
    change.kind,
    change.services,
    change.target,
    change.title,
    change.actor,
    change.effect,
    change.exposure,
    change.version,
    change.reason,
    change.incidentId,
  ];
}

function toChange({ unleash_event_id, incident_id, at, ...row }: Row): StoredChange {
  return { ...row, at: at.toISOString(), unleashEventId: unleash_event_id, incidentId: incident_id };
}

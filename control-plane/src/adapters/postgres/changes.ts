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
        `with touched as (
           select $1::text as key
           union select st.feature_name from public.segments g
             join public.feature_strategy_segment x on x.segment_id = g.id
             join public.feature_strategies st on st.id = x.feature_strategy_id
             where g.name = $1)
         select service from ops.switches join touched using (key)
         union select service from ops.flags join touched using (key)
         union select jsonb_array_elements_text(r.plan -> 'services') from ops.rollouts r join touched t on t.key = r.flag
         union select i.beat ->> 'service' from ops.instances i join touched t on i.beat -> 'flags' ? t.key
           where i.last_seen_at > now() - interval '1 day'`,
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
